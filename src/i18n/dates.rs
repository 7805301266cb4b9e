//! Dates and times in words, in both languages. Kept in tables and not in Fluent files, because a
//! grid asks for hundreds of them in one frame.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::Language;

const MONTHS_RU: [[&str; 2]; 12] = [
    ["Январь", "января"],
    ["Февраль", "февраля"],
    ["Март", "марта"],
    ["Апрель", "апреля"],
    ["Май", "мая"],
    ["Июнь", "июня"],
    ["Июль", "июля"],
    ["Август", "августа"],
    ["Сентябрь", "сентября"],
    ["Октябрь", "октября"],
    ["Ноябрь", "ноября"],
    ["Декабрь", "декабря"],
];

const MONTHS_EN: [[&str; 2]; 12] = [
    ["January", "January"],
    ["February", "February"],
    ["March", "March"],
    ["April", "April"],
    ["May", "May"],
    ["June", "June"],
    ["July", "July"],
    ["August", "August"],
    ["September", "September"],
    ["October", "October"],
    ["November", "November"],
    ["December", "December"],
];

const WEEKDAYS_RU: [[&str; 3]; 7] = [
    ["понедельник", "пн", "к понедельнику"],
    ["вторник", "вт", "ко вторнику"],
    ["среда", "ср", "к среде"],
    ["четверг", "чт", "к четвергу"],
    ["пятница", "пт", "к пятнице"],
    ["суббота", "сб", "к субботе"],
    ["воскресенье", "вс", "к воскресенью"],
];

const WEEKDAYS_EN: [[&str; 3]; 7] = [
    ["Monday", "Mon", "for Monday"],
    ["Tuesday", "Tue", "for Tuesday"],
    ["Wednesday", "Wed", "for Wednesday"],
    ["Thursday", "Thu", "for Thursday"],
    ["Friday", "Fri", "for Friday"],
    ["Saturday", "Sat", "for Saturday"],
    ["Sunday", "Sun", "for Sunday"],
];

fn month(language: Language, date: NaiveDate) -> [&'static str; 2] {
    let table = match language {
        Language::Ru => &MONTHS_RU,
        Language::En => &MONTHS_EN,
    };
    table
        .iter()
        .zip(0..)
        .find(|(_, at)| *at == date.month0())
        .map_or([""; 2], |(names, _)| *names)
}

fn weekday_names(language: Language, date: NaiveDate) -> [&'static str; 3] {
    let table = match language {
        Language::Ru => &WEEKDAYS_RU,
        Language::En => &WEEKDAYS_EN,
    };
    let day = date.weekday().num_days_from_monday();
    table
        .iter()
        .zip(0..)
        .find(|(_, at)| *at == day)
        .map_or([""; 3], |(names, _)| *names)
}

/// «Ноябрь», for the head of a month.
pub fn month_name(language: Language, date: NaiveDate) -> &'static str {
    let [name, _] = month(language, date);
    name
}

/// «понедельник».
pub fn weekday(language: Language, date: NaiveDate) -> &'static str {
    let [name, _, _] = weekday_names(language, date);
    name
}

/// «пн».
pub fn weekday_short(language: Language, date: NaiveDate) -> &'static str {
    let [_, short, _] = weekday_names(language, date);
    short
}

/// «16 ноября».
pub fn day_month(language: Language, date: NaiveDate) -> String {
    let [_, name] = month(language, date);
    format!("{} {name}", date.day())
}

/// «пн 16 ноября».
pub fn long_date(language: Language, date: NaiveDate) -> String {
    format!(
        "{} {}",
        weekday_short(language, date),
        day_month(language, date)
    )
}

/// «16 ноября 2026».
pub fn full_date(language: Language, date: NaiveDate) -> String {
    format!("{} {}", day_month(language, date), date.year())
}

/// «16.11», in both languages: it is the head of a column and must keep its width.
pub fn short_date(date: NaiveDate) -> String {
    format!("{:02}.{:02}", date.day(), date.month())
}

/// «16.11.26», where the year matters and there is little room.
pub fn numeric_date(date: NaiveDate) -> String {
    date.format("%d.%m.%y").to_string()
}

/// «к среде 18.11», when homework is due.
pub fn due_date(language: Language, date: NaiveDate) -> String {
    let [_, _, due] = weekday_names(language, date);
    format!("{due} {}", short_date(date))
}

/// «09:25».
pub fn time(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn russian_dates() {
        let monday = day(11, 16);
        assert_eq!(long_date(Language::Ru, monday), "пн 16 ноября");
        assert_eq!(full_date(Language::Ru, monday), "16 ноября 2026");
        assert_eq!(short_date(day(9, 1)), "01.09");
        assert_eq!(due_date(Language::Ru, day(11, 18)), "к среде 18.11");
        assert_eq!(due_date(Language::Ru, day(11, 17)), "ко вторнику 17.11");
        assert_eq!(month_name(Language::Ru, monday), "Ноябрь");
        assert_eq!(
            (
                weekday(Language::Ru, day(11, 22)),
                weekday_short(Language::Ru, day(11, 22))
            ),
            ("воскресенье", "вс")
        );
        assert_eq!(day_month(Language::Ru, day(5, 9)), "9 мая");
    }

    #[test]
    fn english_dates() {
        assert_eq!(long_date(Language::En, day(11, 16)), "Mon 16 November");
        assert_eq!(due_date(Language::En, day(11, 18)), "for Wednesday 18.11");
        assert_eq!(month_name(Language::En, day(1, 31)), "January");
    }

    #[test]
    fn times_have_two_digits() {
        assert_eq!(time(NaiveTime::from_hms_opt(9, 5, 59).unwrap()), "09:05");
    }
}
