# «Класс», «Отсутствующие», пропуски ученика.

title-class = Класс
class-week = неделя { $from }–{ $to }
class-whole-day = День
class-day = дн
class-announced = (пр.)
class-nobody = В классе никого нет.
class-sum-days = Дн.
class-sum-lessons = Ур.
class-sum-unexplained = Б/п
class-sum-late = Оп.
class-with-paper = { $said }; { $paper } от { $received }
class-reasons-taken = { $count ->
    [one] Причина снята с { $count } урока.
   *[other] Причина снята с { $count } уроков.
}
class-no-reasons = Причин здесь нет: снимать нечего.
class-unexplained = Без причины: { $lessons } у { $pupils ->
    [one] { $pupils } ученика
   *[other] { $pupils } учеников
}
class-overdue = просрочено: { $count }
class-due = срок до { $due } ({ $clause })
class-due-by-paper = { $term } с документа ({ $clause })
class-unconfirmed = Не подтверждено: { $count }
class-all-explained = Все пропуски недели с подтверждённой причиной.

missed-nothing = пропусков нет
missed-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}
missed-lessons = { $count ->
    [one] { $count } урок
    [few] { $count } урока
   *[many] { $count } уроков
}
missed-illness = болезнь { $count }
missed-valid = уваж. { $count }
missed-invalid = неуваж. { $count }
missed-none = без причины { $count }
missed-announced = предупредили: { $count }
missed-late = опозданий: { $count }

title-reasons = Причина на несколько дней · { $class }
reasons-intro = Пропущенным урокам причина станет подтверждённой, будущие уроки увидят предупреждение.
label-reasons-pupil = Ученик
hint-reasons-pupil = Кто из класса.
label-reasons-kind = Причина
hint-reasons-kind = Болезнь, уважительная или неуважительная.
label-reasons-from = С какого дня
hint-reasons-from = «16.11», «пт», «завтра».
label-reasons-until = По какой день
hint-reasons-until = Пусто — только этот день.
label-reasons-paper = Документ
hint-reasons-paper = «Справка № 12», «заявление родителей»; можно оставить пустым.
label-reasons-received = Документ получен
hint-reasons-received = Пусто — сегодня; от этого дня считается срок.
reasons-until-before = Последний день раньше первого.
reasons-too-long = Не больше 92 дней за один раз.
reasons-paper-missing = Назовите документ, который получен.
reasons-received-later = Документ не мог прийти позже, чем сегодня.
reasons-weeks-coming = Читаются недели с { $weeks }: сохраните ещё раз, когда они придут.
reasons-weeks-not-here = Недель с { $weeks } на этом компьютере нет, нужна сеть: ничего не записано.
reasons-nothing = За эти дни нет ни пропусков, ни уроков, которым ещё нужна эта причина.
reasons-done = { $name }, с { $from } по { $until }: причина записана, { $count ->
    [one] { $count } урок
    [few] { $count } урока
   *[many] { $count } уроков
}.

open-absent = Кого сегодня нет в школе
    .also = отсутствующие посещаемость по классам администрация
title-absent = Отсутствующие · { $day }
column-missed = Пропущено
column-why = Причина
absent-whole-day = весь день
absent-part = { $missed } из { $known }
absent-class = { $title }: весь день { $whole }, часть { $part }, без причины { $none }, предупр. { $announced } · переклички { $called } из { $lessons }
absent-nobody = Никто не отмечен отсутствующим.
absent-summary = весь день { $whole } · часть { $part } · без причины { $none } · предупр. { $announced }

title-absences = Пропуски ученика
title-absences-of = { $name }, { $class } · пропуски · { $period }
column-day = День
column-lesson = №
absences-total = Всего: { $missed }
absence-unexplained = без причины
absence-none = —
