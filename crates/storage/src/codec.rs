//! How dates, times and links rest in both databases.

use crate::store::StoreError;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use journal::DeviceId;
use sha2::{Digest, Sha256};

/// A date as the integer `YYYYMMDD`: short, sortable, readable.
pub fn of_date(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The date of an integer `YYYYMMDD`.
pub fn date(number: i64) -> Result<NaiveDate, StoreError> {
    let part = |n: i64| u32::try_from(n).ok();
    i32::try_from(number / 10_000)
        .ok()
        .zip(part(number / 100 % 100).zip(part(number % 100)))
        .and_then(|(year, (month, day))| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or_else(|| StoreError::Damaged(format!("{number} is not a date")))
}

/// A device as logs show it: the same word for the same device, from which nobody gets its id, by
/// which the server knows it while others guess at its owner's account.
pub fn shown_device(device: DeviceId) -> String {
    let hash = Sha256::new().chain_update(b"zhurnal shown device 1\0");
    let hash = hash.chain_update(device.0.as_bytes()).finalize();
    let (first, _) = hash.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    format!("{:012x}", u64::from_be_bytes(*first) >> 16)
}

/// A time of day as the integer `HHMMSS`.
pub fn of_time(time: NaiveTime) -> i64 {
    i64::from(time.hour()) * 10_000 + i64::from(time.minute()) * 100 + i64::from(time.second())
}

/// The time of an integer `HHMMSS`.
pub fn time(number: i64) -> Result<NaiveTime, StoreError> {
    let part = |n: i64| u32::try_from(n).ok();
    part(number / 10_000)
        .zip(part(number / 100 % 100).zip(part(number % 100)))
        .and_then(|(hour, (minute, second))| NaiveTime::from_hms_opt(hour, minute, second))
        .ok_or_else(|| StoreError::Damaged(format!("{number} is not a time of day")))
}

/// A number of the database as a narrower one.
pub fn narrow<T: TryFrom<i64>>(number: i64) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| StoreError::Damaged(format!("{number} is out of range")))
}

/// A count as the databases keep it.
pub fn wide(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Links one a line; none for no links.
pub fn of_links(links: &[String]) -> Option<String> {
    (!links.is_empty()).then(|| links.join("\n"))
}

/// The links of such a text.
pub fn links(text: Option<&str>) -> Vec<String> {
    text.map(|text| text.split('\n').map(str::to_owned).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_come_back() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
        assert_eq!(of_date(day), 20_261_116);
        assert_eq!(date(20_261_116).unwrap(), day);
        assert!(date(20_261_199).is_err());
        let bell = NaiveTime::from_hms_opt(9, 25, 0).unwrap();
        assert_eq!(of_time(bell), 92_500);
        assert_eq!(time(92_500).unwrap(), bell);
    }
}
