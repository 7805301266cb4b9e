# Справочники: виды записей с полями, формы, последствия правок.

title-register = Справочники
column-directory = Справочник
column-count = Записей
column-amended = Изменён
column-about = Для чего
register-amended = изменён { $at }: { $by }
no-records = Здесь пока пусто.
no-records-yet = Здесь пока пусто. Новая запись — Insert.
register-awaits-order = Ваша роль ждёт приказа: пока только смотреть ({ $clause }).
why-only-looks-at-records = Эти записи вам — только смотреть.
register-only-look = Вам — только смотреть. { $count ->
    [one] Ведёт
   *[other] Ведут
}: { $who } ({ $clause ->
    [none] пункта в регламенте нет
   *[other] { $clause }
}).
register-signed-out = Сеанс закончился: войдите снова. Набранное останется черновиком.
register-other-server = Это другой сервер, чем тот, к которому вы вошли: выйдите и войдите снова. Набранное останется черновиком.
register-other-version = Сервер другой версии: обновите программу. Набранное останется черновиком.
register-no-network = Сервер не отвечает, а справочник меняется только вместе с ним. Набранное останется черновиком.
register-not-made = Новых вы не заводите. { $count ->
    [one] Заводит
   *[other] Заводят
}: { $who } ({ $clause ->
    [none] пункта в регламенте нет
   *[other] { $clause }
}).
record-of-others = Эту запись ведёте не вы. { $count ->
    [one] Ведёт
   *[other] Ведут
}: { $who } ({ $clause ->
    [none] пункта в регламенте нет
   *[other] { $clause }
}).
record-not-removed = Убрать её вы не можете. { $count ->
    [one] Убирает
   *[other] Убирают
}: { $who } ({ $clause ->
    [none] пункта в регламенте нет
   *[other] { $clause }
}).
record-field-veiled = вам не видно ({ $clause ->
    [none] пункта в регламенте нет
   *[other] { $clause }
})
why-record-of-others = Эту запись ведёте не вы; кто и по какому пункту — Enter.
record-history-veiled = есть и то, чего вам не видно
why-no-record = Записи здесь нет.
why-no-record-log = Историю записи читают те, кто её ведёт, и директор.
why-danger = Сначала прочтите, что опасно; согласиться и записать — F9.
why-no-danger-of-table = Опасного нет: записывает Ctrl+S.
why-no-danger = Опасного нет: записывает Enter.
register-asks = Сервер считает, что изменится…
register-writes = Записывается…
record-new = новая запись
record-saved = Записано: «{ $title }».
record-saved-without = Набранное после этого ещё не записано: Ctrl+S.
record-removed = Убрано: «{ $title }».
record-not-there = Этой записи больше нет.
record-was-amended = Запись уже изменена ({ $by }, { $at }): проверьте и сохраните ещё раз.
record-is-gone = Запись уже убрана ({ $by }, { $at }). Сохраните, чтобы завести её снова.
record-both = { $by }, { $at }: «{ $theirs }»; Ctrl+S запишет ваше, Esc вернёт это
record-not-taken = Сервер не взял запись: обновите список (Ctrl+R) и повторите.
record-in-use = Убрать нельзя, запись нужна: { $what }. Сначала замените её там.
record-in-use-room = Убрать нельзя, запись нужна: { $what } с { $from } (прошедшие не мешают). Сначала замените её там.
record-in-use-period = Убрать нельзя: в этом периоде { $what }. Период с отметками остаётся; можно изменить его дни и название.
record-is-last =
    { $used ->
        [yes] Убрать нельзя: другой такой записи нет, а на ней держатся { $what }. Сначала заведите другую.
       *[no] Убрать нельзя: другой такой записи нет. Сначала заведите другую.
    }
record-no-consent = Сначала внесите согласие: { $who } ({ $clause }).
record-year-closed = Учебный год { $title } закрыт. Сначала откройте его в справочнике «Учебные годы».
title-record-refused = Сервер не взял запись
found-records =
    { $count ->
        [one] { $count } запись ({ $names })
        [few] { $count } записи ({ $names })
       *[many] { $count } записей ({ $names })
    }
found-lessons =
    { $count ->
        [one] { $count } урок
        [few] { $count } урока
       *[many] { $count } уроков
    }
found-marks =
    { $count ->
        [one] { $count } отметка
        [few] { $count } отметки
       *[many] { $count } отметок
    }
found-journals =
    { $count ->
        [one] { $count } журнал
        [few] { $count } журнала
       *[many] { $count } журналов
    }

# Кого переводит правка
preview-group-pupils = Кто куда и с какого дня
preview-group-lists = Списки и журналы
totals-moves = { $count ->
    [one] затронет { $count } ученика
   *[many] затронет { $count } учеников
}
totals-ungrouped = без подгруппы: { $count }
moves-pupil = { $name }: { $what }
moves-class = { $was } → { $becomes } { $days }
moves-class-conditional = { $was } → { $becomes } { $days }, условно
moves-nowhere = вне классов
moves-attached = { $class } (прикреплён)
moves-joins = { $days ->
    [same] придёт в «{ $group }»
   *[other] придёт в «{ $group }» { $days }
}
moves-leaves = { $days ->
    [same] уйдёт из «{ $group }»
   *[other] уйдёт из «{ $group }» { $days }
}
moves-ungrouped = { $subjects ->
    [none] ни в одной подгруппе класса
   *[other] ни в одной подгруппе: { $subjects }
}
moves-come = придёт: { $count }
moves-go = уйдёт: { $count }
moves-list = { $count ->
    [0] { $title } — { $sides }, журналов нет
   *[other] { $title } — { $sides }, журналов: { $count }
}
moves-more = и ещё { $count ->
    [one] { $count } ученик
    [few] { $count } ученика
   *[many] { $count } учеников
}

title-preview = Что изменится › { $title }
preview-group-dangers = Опасно
preview-group-effects = Последствия
preview-group-steps = Правка
preview-another = { $list }: { $title }
preview-changed = Пока вы читали, последствия стали другими: прочтите заново.
totals-created = новых записей: { $count }
totals-changed = изменится записей: { $count }
totals-removed = исчезнет записей: { $count }
totals-no-lessons = уроки и отметки остаются на местах
totals-no-dangers = опасного нет
totals-dangers =
    { $count ->
        [one] ОПАСНО: { $what }
       *[other] ОПАСНО в { $count } местах, в первом { $what }
    }
totals-dangers-uncounted =
    { $count ->
        [one] ОПАСНО: прочтите, что изменится
       *[other] ОПАСНО в { $count } местах: прочтите, что изменится
    }
days-all = без срока
days-from = с { $day }
days-until = по { $day }
effect-pupil-of-staff = { $title } учится здесь, а получит роль сотрудника, { $days }: увидит то, что ученикам не видно; пароль, выданный ученику, действовать перестанет
effect-family-of-staff = { $title }: пароль, выданный ученику или родителю, с этой ролью действовать перестанет, дайте новый
effect-no-role = Без роли в школе останется { $title }: как сотрудник больше не войдёт, { $days }
effect-no-administrator = Администратором больше не будет { $title }: если это вы и другой роли у вас нет, вы больше не войдёте, { $days }
effect-becomes-administrator = Администратором станет { $title }: сможет давать и отнимать любые роли, { $days }; прежний пароль действовать перестанет
effect-closes-year = В журналах «{ $title }» больше не пишут: { $what }
effect-leaves-years = Вне учебных лет: { $what }, { $days } («{ $title }»)
effect-becomes-holiday = В свободные дни: { $what }, { $days } («{ $title }»)
effect-leaves-periods = Вне всех периодов: { $what }, { $days }
effect-moves-period-marks = Срок для отметок за «{ $title }» сдвинется с концом периода: { $what }
effect-loses-bell = Без звонка { $number }-й урок, { $was }: { $what }, { $days }
effect-moves-bell = { $number }-й урок { $was } → { $now }: { $what }, { $days }
effect-gains-bell = { $number }-й урок без звонка → { $now }: { $what }, { $days }
effect-changes-period = Перейдут: { $what }, { $days }, из «{ $from }» в «{ $to }»
effect-enters-period = Войдут: { $what }, { $days } («{ $title }»)
effect-leaves-holiday = Станут учебными: { $what }, { $days } (были «{ $title }»)
effect-leaves-untaught = Останется без учителя «{ $title }»: { $what }, { $days }
effect-renames = Сменится имя: { $what }
effect-keeps-weight = У поставленных раньше вес останется прежним: { $what }
effect-sample = { $title } { $day }, { $number }-й урок
step-now = { $field }: { $now }
step-was = { $field }: было «{ $was }»
step-was-now = { $field }: было «{ $was }», станет «{ $now }»
step-became = { $field }: было «{ $was }», стало «{ $now }»
record-history-made = создано
record-history-removed = убрано
record-history-import = из таблицы { $file }, строка { $row }
record-history-import-undo = Отменить всю эту загрузку: zhurnal import undo { $number }
record-history-undo = отмена записанного
record-history-order = по приказу № { $number } от { $date }
no-history-of-record = С этой записью ещё ничего не делали.

record-fault-unreadable = не понято; { $hint }
record-fault-too-long = { $length } вместо { $limit }: сократите
record-fault-unprintable = невидимые знаки: наберите заново
record-fault-far-day = день слишком далёк: нужен 1990–2199 год
record-fault-not-unique = уже есть «{ $title }»: назовите иначе
record-fault-ends-before-start = раньше первого дня: поправьте один из них
record-fault-overlaps = дни заняты, их держит «{ $title }»: сдвиньте одно из двух
record-fault-outside-year = вне учебного года: сдвиньте день
record-fault-leaves-outside = вне года останется «{ $title }»: сначала сдвиньте это
record-fault-keeps-year = в «{ $title }» есть уроки или итоги: учебный год не меняется
record-fault-bell-order = урок { $number }: номера должны расти
record-fault-bell-ends = урок { $number } кончается раньше начала
record-fault-bells-cross = урок { $number } начат до конца прежнего
record-fault-bell-seconds = урок { $number }: нужны целые минуты
record-fault-grades-and-class = или параллели, или класс: сотрите одно
record-fault-skips-state = состояния идут по одному: возьмите соседнее

record-school-year = учебный год
record-school-year-list = Учебные годы
record-school-year-about = Начало и конец года; открыт он или закрыт
record-school-year-title = Учебный год
record-school-year-title-hint = как его называют, например: 2026/27
record-school-year-starts = Первый день
record-school-year-starts-hint = например 1.9.26; + и − — дни, PgUp и PgDn — месяцы
record-school-year-ends = Последний день
record-school-year-ends-hint = день, по который идут уроки
record-school-year-state = Состояние
record-school-year-state-hint = формируется, открыт, закрыт, в архиве: по одному шагу
record-school-year-state-forming = формируется
record-school-year-state-open = открыт
record-school-year-state-closed = закрыт
record-school-year-state-archived = в архиве

record-period = период
record-period-list = Отчётные периоды
record-period-about = Четверти, триместры, полугодия: за них ставят итог
record-period-year = Учебный год
record-period-year-hint = начните печатать или F4
record-period-title = Период
record-period-title-hint = как его называют, например: 2 четверть
record-period-length = Вид
record-period-length-hint = четверть, триместр, полугодие или год
record-period-length-quarter = четверть
record-period-length-trimester = триместр
record-period-length-half-year = полугодие
record-period-length-year = год
record-period-starts = Первый день
record-period-starts-hint = например 9.11, пн; + и − — дни, PgUp и PgDn — месяцы
record-period-ends = Последний день
record-period-ends-hint = день, по который уроки входят в период

record-holiday = каникулы
record-holiday-list = Каникулы и выходные
record-holiday-about = Дни без уроков, праздники, рабочие субботы
record-holiday-year = Учебный год
record-holiday-year-hint = начните печатать или F4
record-holiday-title = Название
record-holiday-title-hint = как их называют, например: Осенние каникулы
record-holiday-sort = Кто свободен
record-holiday-sort-hint = в каникулы персонал работает, и сроки в рабочих днях идут
record-holiday-sort-break = каникулы
record-holiday-sort-rest = праздник, выходной
record-holiday-sort-working = рабочая суббота
record-holiday-starts = Первый день
record-holiday-starts-hint = например 28.12, пн, +3
record-holiday-ends = Последний день
record-holiday-ends-hint = для одного дня — тот же

record-bell-schedule = расписание звонков
record-bell-schedule-list = Звонки
record-bell-schedule-about = Начало и конец уроков: по сменам, параллелям, классам
record-bell-schedule-year = Учебный год
record-bell-schedule-year-hint = начните печатать или F4
record-bell-schedule-title = Название
record-bell-schedule-title-hint = как его называют, например: 1 смена
record-bell-schedule-shift = Смена
record-bell-schedule-shift-hint = 1, 2 или 3
record-bell-schedule-grades = Параллели
record-bell-schedule-grades-hint = например: 1–4, 9; пусто — для всех, кто не назван отдельно
record-bell-schedule-class = Класс
record-bell-schedule-class-hint = если звонки у одного класса свои; иначе пусто (Del)
record-bell-schedule-bells = Звонки
record-bell-schedule-bells-hint = урок в строке, например: 1 8:30-9:15

record-school-card = карточка школы
record-school-card-list = Карточка школы
record-school-card-about = Название, адрес, телефон, директор, лицензия и аккредитация
record-school-card-title = Полное название
record-school-card-title-hint = как в уставе
record-school-card-address = Адрес
record-school-card-address-hint = где находится школа
record-school-card-phone = Телефон
record-school-card-phone-hint = можно несколько, через запятую
record-school-card-email = Эл. почта
record-school-card-email-hint = куда пишут школе; можно не писать
record-school-card-site = Сайт
record-school-card-site-hint = адрес страниц школы; можно не писать
record-school-card-head = Директор
record-school-card-head-hint = начните печатать фамилию или F4
record-school-card-licence = Лицензия №
record-school-card-licence-hint = номер лицензии на ведение образовательной деятельности
record-school-card-licensed = Лицензия от
record-school-card-licensed-hint = день, когда она выдана
record-school-card-accreditation = Аккредитация №
record-school-card-accreditation-hint = номер свидетельства
record-school-card-accredited = Аккредитация от
record-school-card-accredited-hint = день, когда она дана
record-school-card-accredited-until = Аккредитация до
record-school-card-accredited-until-hint = последний день; пусто — бессрочно

record-building = здание
record-building-list = Здания
record-building-about = Корпуса школы, в них кабинеты
record-building-title = Здание
record-building-title-hint = как его называют, например: Главный корпус
record-building-address = Адрес
record-building-address-hint = где оно стоит; можно не писать

record-room = кабинет
record-room-list = Кабинеты и места
record-room-about = Где идут уроки
record-room-title = Кабинет
record-room-title-hint = номер или название, например: 21, Спортивный зал
record-room-building = Здание
record-room-building-hint = начните печатать или F4
record-room-seats = Мест
record-room-seats-hint = сколько учеников помещается; можно не писать
record-room-floor = Этаж
record-room-floor-hint = подвал — меньше нуля; можно не писать

record-subject = предмет
record-subject-list = Предметы
record-subject-about = Что преподают: названия для журналов и табелей
record-subject-title = Предмет
record-subject-title-hint = полностью, например: Иностранный язык (английский)
record-subject-short = Кратко
record-subject-short-hint = где мало места, например: Англ. яз.

record-work-kind = вид работы
record-work-kind-list = Виды работ
record-work-kind-about = За что ставят отметки: вес и срок проверки
record-work-kind-title = Вид работы
record-work-kind-title-hint = как его называют, например: Контрольная работа
record-work-kind-short = Кратко
record-work-kind-short-hint = голова столбца, например: Контр.
record-work-kind-weight = Вес
record-work-kind-weight-hint = от 1 до 10; с ним считают среднее
record-work-kind-marking-days = Срок, дней
record-work-kind-marking-days-hint = дней на проверку; пусто — как в регламенте

record-post = должность
record-post-list = Должности
record-post-about = Кем работают: для карточек и отчётов о кадрах
record-post-title = Должность
record-post-title-hint = как её называют, например: Учитель математики
record-post-group = Категория
record-post-group-hint = педагогическая, руководящая или вспомогательная
record-post-group-teaching = педагогическая
record-post-group-leading = руководящая
record-post-group-support = вспомогательная
