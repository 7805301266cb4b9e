# Люди, классы, группы, журналы: виды записей с полями.

record-person = человек
record-person-list = Люди
record-person-about = Ученики, родители, сотрудники: имена
record-person-last = Фамилия
record-person-last-hint = если у человека одно имя, напишите его здесь
record-person-first = Имя
record-person-first-hint = полностью, как в документе
record-person-middle = Отчество
record-person-middle-hint = нет отчества — оставьте пустым; «оглы», «кызы» пишут здесь

record-person-details = личные данные
record-person-details-list = Личные данные
record-person-details-about = Рождение, СНИЛС, телефоны: видят администрация, секретарь и кадры
record-person-details-person = Человек
record-person-details-person-hint = начните печатать фамилию или F4
record-person-details-born = Дата рождения
record-person-details-born-hint = например, 14.03.2013
record-person-details-sex = Пол
record-person-details-sex-hint = как в документе
record-person-details-sex-male = мужской
record-person-details-sex-female = женский
record-person-details-snils = СНИЛС
record-person-details-snils-hint = 11 цифр; у кого его нет — пусто
record-person-details-phone = Телефон
record-person-details-phone-hint = несколько — через запятую
record-person-details-email = E-mail
record-person-details-email-hint = один адрес бывает у двоих
record-person-details-address = Адрес
record-person-details-address-hint = где живёт
record-person-details-source = Код в другой системе
record-person-details-source-hint = по нему таблицы той системы узнают человека

record-consent = согласие
record-consent-list = Согласия на данные
record-consent-about = Чьи данные можно вносить и где бумага
record-consent-person = Чьи данные
record-consent-person-hint = начните печатать фамилию или F4
record-consent-signed-by = Кто подписал
record-consent-signed-by-hint = родитель за ребёнка; пусто — сам
record-consent-scope = Какие данные
record-consent-scope-hint = на что согласились
record-consent-scope-all = все данные
record-consent-scope-contacts = без номеров документов
record-consent-scope-by-law = согласие не требуется
record-consent-given = Дата
record-consent-given-hint = как на бумаге
record-consent-withdrawn = Отозвано
record-consent-withdrawn-hint = с этого дня вносить больше нельзя
record-consent-paper = Где лежит
record-consent-paper-hint = папка, номер дела

record-card-check = сверка карточки
record-card-check-list = Сверки карточек
record-card-check-about = Чья карточка когда сверена; сверяют в списке «Карточки классов и сотрудников»
record-card-check-person = Чья карточка
record-card-check-person-hint = начните печатать фамилию или F4
record-card-check-on = Дата сверки
record-card-check-on-hint = день, когда данные сверили

record-employment = должность сотрудника
record-employment-list = Кто кем работает
record-employment-about = Должности: с какого дня, по какому приказу, образование
record-employment-person = Сотрудник
record-employment-person-hint = начните печатать фамилию или F4
record-employment-post = Должность
record-employment-post-hint = начните печатать или F4; новую — в «Должностях»
record-employment-from = Принят
record-employment-from-hint = первый день работы
record-employment-until = По какой день
record-employment-until-hint = последний день работы; пусто — бессрочно
record-employment-order = Приказ №
record-employment-order-hint = о приёме на работу, например: 12-к
record-employment-ordered = Приказ от
record-employment-ordered-hint = день приказа
record-employment-education = Образование
record-employment-education-hint = как в дипломе; можно не писать

record-office = роль
record-office-list = Роли
record-office-about = Кто что может в журнале и с какого дня
record-office-person = Человек
record-office-person-hint = начните печатать фамилию или F4
record-office-role = Роль
record-office-role-hint = что даёт роль — Ctrl+P, «права»; ученик и родитель — сами собой
record-office-role-admin = администратор
record-office-role-director = директор
record-office-role-deputy = завуч
record-office-role-teacher = учитель
record-office-role-psychologist = психолог
record-office-role-registrar = секретарь
record-office-role-hr = кадры
record-office-role-scheduler = диспетчер расписания
record-office-role-district = муниципалитет
record-office-from = С какого дня
record-office-from-hint = пусто — с самого начала
record-office-until = По какой день
record-office-until-hint = день увольнения; дальше войти не сможет; пусто — бессрочно
record-office-order = Приказ №
record-office-order-hint = каким приказом назначен, например: 12-к
record-office-ordered = Приказ от
record-office-ordered-hint = день приказа

record-guardianship = представитель
record-guardianship-list = Представители учеников
record-guardianship-about = Кто чей родитель или опекун и с какого дня
record-guardianship-pupil = Ученик
record-guardianship-pupil-hint = начните печатать фамилию или F4
record-guardianship-parent = Представитель
record-guardianship-parent-hint = начните печатать фамилию или F4
record-guardianship-kinship = Кем приходится
record-guardianship-kinship-hint = мать, отец, опекун или иной представитель
record-guardianship-kinship-parent = родитель
record-guardianship-kinship-mother = мать
record-guardianship-kinship-father = отец
record-guardianship-kinship-guardian = опекун
record-guardianship-kinship-other = иной представитель
record-guardianship-from = С какого дня
record-guardianship-from-hint = пусто — с самого начала
record-guardianship-until = По какой день
record-guardianship-until-hint = с завтрашнего дня ничего не увидит; пусто — бессрочно

record-class = класс
record-class-list = Классы
record-class-about = Классы учебных лет по параллелям
record-class-year = Учебный год
record-class-year-hint = начните печатать или F4
record-class-grade = Параллель
record-class-grade-hint = год обучения, от 1 до 12
record-class-title = Класс
record-class-title-hint = как его называют, например: 7Б

record-class-teacher = классное руководство
record-class-teacher-list = Классные руководители
record-class-teacher-about = Кто руководит каким классом и с какого дня
record-class-teacher-class = Класс
record-class-teacher-class-hint = начните печатать или F4
record-class-teacher-teacher = Классный руководитель
record-class-teacher-teacher-hint = начните печатать фамилию или F4
record-class-teacher-from = Первый день
record-class-teacher-from-hint = с этого дня класс — его; пусто — с начала года
record-class-teacher-until = Последний день
record-class-teacher-until-hint = со следующего дня класс не его; пусто — до конца года

record-order = приказ
record-order-list = Приказы о движении
record-order-about = Зачисление, перевод, отчисление: номер, дата, вид
record-order-number = Номер
record-order-number-hint = с литерой, например: 12-у
record-order-date = Дата
record-order-date-hint = день документа; с какого дня он действует, говорят строки
record-order-sort = Вид
record-order-sort-hint = начните печатать или F4
record-order-sort-enrolment = зачисление
record-order-sort-attachment = прикрепление
record-order-sort-transfer = перевод в другой класс
record-order-sort-family = семейное образование
record-order-sort-promotion = перевод на следующий год
record-order-sort-graduation = выпуск
record-order-sort-departure = отчисление
record-order-sort-cancelling = отмена приказа
record-order-heading = О чём
record-order-heading-hint = например: О зачислении в 1-е классы; можно не писать
record-order-state = Состояние
record-order-state-hint = по проекту ничего не происходит
record-order-state-in-force = действует
record-order-state-draft = проект
record-order-cancels = Отменяет
record-order-cancels-hint = какой приказ отменён; только у отмены

record-movement = строка движения
record-movement-list = Книга движения
record-movement-about = Кто откуда и куда, с какого дня, по какому приказу
record-movement-pupil = Ученик
record-movement-pupil-hint = начните печатать фамилию или F4
record-movement-sort = Что
record-movement-sort-hint = начните печатать или F4
record-movement-sort-enrol = зачислен
record-movement-sort-no-show = не явился
record-movement-sort-attach = прикреплён
record-movement-sort-move = переведён в класс
record-movement-sort-to-family = на семейное
record-movement-sort-from-family = с семейного
record-movement-sort-promote = в следующий класс
record-movement-sort-conditional = условно
record-movement-sort-repeat = на второй год
record-movement-sort-leave = отчислен
record-movement-sort-detach = откреплён
record-movement-sort-graduate = выпущен
record-movement-day = С какого дня
record-movement-day-hint = первый день, когда это так
record-movement-class = Класс
record-movement-class-hint = в какой класс; у отчисления — пусто (Del)
record-movement-order = Приказ
record-movement-order-hint = начните печатать номер или F4
record-movement-school = Другая школа
record-movement-school-hint = откуда прибыл или куда выбыл
record-movement-reason = Причина
record-movement-reason-hint = можно не писать
record-in-use-movement = Убрать нельзя, за строкой стоит: { $what }. Ошибку исправляет отмена приказа.

record-group = группа
record-group-list = Группы
record-group-about = Кого учат вместе: классы, подгруппы, сборные группы
record-group-year = Учебный год
record-group-year-hint = начните печатать или F4
record-group-title = Группа
record-group-title-hint = как её называют, например: 7Б · английский 1
record-group-sort = Состав
record-group-sort-hint = весь класс, подгруппа или из разных классов
record-group-sort-class = весь класс
record-group-sort-part = подгруппа
record-group-sort-mixed = из разных классов
record-group-class = Класс
record-group-class-hint = чья она; у сборной — пусто (Del)

record-membership = место в группе
record-membership-list = Ученики в группах
record-membership-about = Кто в какой подгруппе и с какого дня
record-membership-pupil = Ученик
record-membership-pupil-hint = начните печатать фамилию или F4
record-membership-group = Группа
record-membership-group-hint = начните печатать или F4
record-membership-from = Первый день
record-membership-from-hint = с этого дня в списке; пусто — с начала года
record-membership-until = Последний день
record-membership-until-hint = по этот день в списке; пусто — до конца года
record-in-use-membership = Убрать нельзя: в эти дни об ученике записано { $what }. Поставьте последний день в группе.

record-journal = журнал
record-journal-list = Журналы
record-journal-about = Какой предмет в какой группе; с отметками или без
record-journal-group = Группа
record-journal-group-hint = начните печатать или F4
record-journal-subject = Предмет
record-journal-subject-hint = начните печатать или F4
record-journal-marking = Отметки
record-journal-marking-hint = с отметками или без них, как в первых классах
record-journal-marking-marks = с отметками
record-journal-marking-without = без отметок
record-in-use-journal = Убрать нельзя: в журнале { $what }. Журнал с уроками остаётся.

record-teaching = назначение
record-teaching-list = Кто что ведёт
record-teaching-about = Какой учитель ведёт какой журнал и с какого дня
record-teaching-journal = Журнал
record-teaching-journal-hint = начните печатать класс и предмет или F4
record-teaching-teacher = Учитель
record-teaching-teacher-hint = начните печатать фамилию или F4
record-teaching-part = Как
record-teaching-part-hint = основной, второй или временно за другого
record-teaching-part-main = основной
record-teaching-part-second = второй
record-teaching-part-temporary = временно
record-teaching-from = Первый день
record-teaching-from-hint = пусто — с начала года
record-teaching-until = Последний день
record-teaching-until-hint = пусто — до конца года

record-in-use-person = Убрать нельзя, о человеке есть записи: { $what }. Они остаются с ним.
found-accounts =
    { $count ->
        [one] { $count } учётная запись
        [few] { $count } учётные записи
       *[many] { $count } учётных записей
    }
effect-entries-outside = Вне списка «{ $title }» останется: { $what }, { $days }
record-fault-breaks-movement = без этого повиснет «{ $title }»: сначала поправьте её
record-fault-two-on-a-day = в этот день у ученика уже есть строка: выберите другой
record-fault-in-already = он уже в классе: переведите или сначала отчислите
record-fault-not-in-class = в этот день он ни в каком классе
record-fault-not-next-year = нужен класс следующего учебного года
record-fault-no-class-then = класс здесь не нужен: сотрите его
record-fault-not-cancelling = другой приказ называет только отмена: сотрите
record-fault-cancelled-too-often = приказы уже отменяли друг друга { $limit ->
    [one] { $limit } раз
    [few] { $limit } раза
   *[many] { $limit } раз
} подряд: издайте новый
record-fault-named-too-often = у человека таких записей уже { $limit }: больше не заводят
record-fault-cancelled-before = приказ отменяют не раньше его даты: сверьте с «{ $title }»
record-fault-order-cancelled = приказ отменён: укажите другой
record-fault-not-of-order = приказ другого вида: исправьте вид строки или выберите другой приказ
record-fault-of-several-classes = у сборной группы класса нет: сотрите его
record-fault-whole-class = это весь класс: список у него — список класса
record-fault-has-members = у группы есть свой список: она не весь класс
record-is-last-administrator = Администратора, который может войти, не останется: сначала дайте другому роль и стартовый пароль.
record-fault-last-administrator = администратора, который может войти, не останется: сначала дайте другому роль и стартовый пароль
record-fault-own-parent = это он сам: выберите другого

# Чего не хватает школе
open-setup = Открыть «Чего не хватает школе»
    .also = начало пустая школа готовность настройка список дел
title-setup = Чего не хватает школе
setup-summary = готово { $ready } из { $count }
column-part = Что
column-present = Есть
column-lacking = Не хватает
column-due = Срок
setup-ready = всё есть
setup-of-nothing = пока не для чего
setup-part = { $part ->
    [year] Учебный год
    [periods] Периоды года
    [bells] Звонки
    [rooms] Здания и кабинеты
    [subjects] Предметы
    [staff] Сотрудники
    [classes] Классы
    [class-teachers] Классные руководители
    [pupils] Ученики
    [parents] Родители
    [journals] Группы и журналы
    [subgroups] Подгруппы
    [teaching] Кто что ведёт
    [credentials] Данные для входа
    [timetable] Расписание
   *[other] { $part }
}
setup-lacking = { $part ->
    [year] нет открытого года
    [periods] нет ни одного
    [bells] нет ни одного
    [rooms] нет ни одного
    [subjects] нет ни одного
    [staff] нет ни одного учителя
    [classes] нет ни одного
    [class-teachers] { $count ->
        [one] { $count } класс без руководителя
        [few] { $count } класса без руководителя
       *[many] { $count } классов без руководителя
    }
    [pupils] { $count ->
        [one] { $count } класс без учеников
        [few] { $count } класса без учеников
       *[many] { $count } классов без учеников
    }
    [parents] { $count ->
        [one] { $count } ученик без родителей
        [few] { $count } ученика без родителей
       *[many] { $count } учеников без родителей
    }
    [journals] { $count ->
        [one] { $count } класс без журналов
        [few] { $count } класса без журналов
       *[many] { $count } классов без журналов
    }
    [subgroups] { $count ->
        [one] { $count } ученик ни в одной подгруппе
        [few] { $count } ученика ни в одной подгруппе
       *[many] { $count } учеников ни в одной подгруппе
    }
    [teaching] { $count ->
        [one] { $count } журнал без учителя
        [few] { $count } журнала без учителя
       *[many] { $count } журналов без учителя
    }
    [credentials] { $count ->
        [one] { $count } человек без пароля
        [few] { $count } человека без пароля
       *[many] { $count } человек без пароля
    }
    [timetable] { $count ->
        [one] { $count } журнал без уроков
        [few] { $count } журнала без уроков
       *[many] { $count } журналов без уроков
    }
   *[other] { $count }
}
setup-how = { $part ->
    [year] Один год должен быть открыт: в нём заводят всё остальное
    [periods] Четверти, триместры или полугодия: в них ставят итоговые отметки
    [bells] По ним урок начинается и кончается
    [rooms] Сначала здание, потом его кабинеты
    [subjects] Как они называются в учебном плане
    [staff] Сначала человек («Люди»), потом его роль и с какого дня
    [classes] Классы этого года по параллелям
    [class-teachers] Класс, его руководитель и с какого дня: он видит все журналы и выдаёт пароли
    [pupils] Сначала человек («Люди»), потом строка о зачислении в класс
    [parents] Кто кому родитель или законный представитель
    [journals] Группа («весь класс» или его часть), потом журнал: предмет этой группы
    [subgroups] Если класс делится, каждый его ученик — в одной из подгрупп
    [teaching] Учитель журнала и с какого дня
    [credentials] Логин и стартовый пароль: Alt-N на человеке
    [timetable] Уроки приходят из файла FET: zhurnal import fet
   *[other] { $part }
}
term-by = до { $day }
term-in-lesson = на уроке
term-lesson-day = в день урока
term-lesson-day-at = в день урока до { $at }
term-lesson-day-or-end = в день урока до { $at } или до конца урока
term-last-lesson = { $minutes } мин после последнего урока класса
term-setting = по сроку, который задаёт школа
term-months = { $count ->
    [one] { $count } месяц
    [few] { $count } месяца
   *[many] { $count } месяцев
}
term-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}
term-working-days = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
   *[many] { $count } рабочих дней
}
term-times-a-year = { $count ->
    [one] { $count } раз в год
    [few] { $count } раза в год
   *[many] { $count } раз в год
}

# Книга движения
open-movement = Открыть книгу движения
    .also = приказы прибыл выбыл переведён зачислен отчислен делопроизводитель
title-movement = Книга движения
column-from-day = С какого
column-way = Класс
column-order = Приказ
column-entered = Внесено
book-no-order = без приказа
book-without-order = Без приказа: укажите его в строке
order-cancelled = отменён: № { $number }
book-cancelled = Не действует: приказ отменён
book-draft = Не действует: приказ ещё проект
book-what-cancelled = отменён · { $what }
book-what-draft = проект · { $what }
book-due = { $late ->
    [0] внести до { $day }
    [one] внести до { $day }: поздно на { $late } рабочий день
    [few] внести до { $day }: поздно на { $late } рабочих дня
   *[many] внести до { $day }: поздно на { $late } рабочих дней
}
no-movement = Движения ещё не было: строку о зачислении заводят в справочнике «Книга движения».
movement-summary = внесено поздно: { $late } · без приказа: { $bare }

# Сколько учеников
open-population = Сколько учеников в классах
    .also = численность контингент параллель наполняемость на дату
title-population = Ученики на { $day }
column-class = Класс
column-first = Было
column-came = Прибыло
column-left = Выбыло
column-pupils = Стало
column-attached = Прикр.
population-grade = { $grade } классы: { $present }{ $attached ->
    [0] {""}
   *[other] {""} и прикреплены { $attached }
}
population-summary = всего { $present }{ $attached ->
    [0] {""}
   *[other] {""}, прикреплены { $attached }
}
no-population = В этом учебном году ещё нет классов.
ask-day-label = На день
ask-day-hint = 16.11, пт, +3, сегодня
day-not-read = Такого дня не понять: напишите, например, 16.11.2026.

# Без подгруппы
open-ungrouped = Кто без подгруппы
    .also = деление класса группы подгруппы ни в одной
title-ungrouped = Ни в одной подгруппе класса
column-parted = Делится на предмете
no-ungrouped = Ваших учеников без подгруппы нет: каждый, чей класс делится, в одной из подгрупп.
ungrouped-row = { $name }: выберите одну из { $parts }
ungrouped-summary = учеников: { $pupils }
hint-into-group = в подгруппу

# Приказ со строками
records-saved = { $count ->
    [0] Записано: «{ $title }».
    [one] Записано: «{ $title }» и { $count } строка.
    [few] Записано: «{ $title }» и { $count } строки.
   *[many] Записано: «{ $title }» и { $count } строк.
}
column-from-class = Из
title-new-pupil = Новый ученик
composed-consents-first = Сначала согласия: без них данные учеников и представителей не вносят ({ $clause }).
new-pupil-saved = Записано: «{ $title }», { $count ->
    [one] и ещё { $count } запись о зачислении и представителях.
    [few] и ещё { $count } записи о зачислении и представителях.
   *[many] и ещё { $count } записей о зачислении и представителях.
}
column-consent = Согласие
column-order-number = Приказ №
column-order-date = Приказ от
column-kinship = Кто
composed-chosen-already = представитель уже выбран слева: сотрите имя или выбор (Del)
composed-stands-otherwise = «{ $title }» уже есть, но там { $field } — { $says }: исправьте в справочнике «{ $list }» или введите другой номер
new-pupil-not-made = Учеников зачисляете не вы. { $count ->
    [one] Зачисляет
   *[other] Зачисляют
}: { $who } ({ $clause ->
    [none] пункта в регламенте нет
   *[other] { $clause }
}).
column-known-parent = Уже в списке
hint-implied = пусто — как говорит вид приказа; или начните печатать
records-can-be-undone = Ctrl+Z — отменить всё вместе.
records-nothing-to-undo = Отменять нечего: отменяется последнее, что вы записали или убрали в справочниках с этого входа.
records-not-to-undo = Не отменить: записано, пока шла загрузка таблицы, отдельно. Исправьте саму запись.
records-stay = Не отменено. { $why }
records-stay-of = Не отменено из-за записи «{ $title }». { $why }
role-by-order = { $role } по приказу
records-undone = { $left ->
    [0] Отменено, записей: { $count }
   *[other] Отменено, записей: { $count }; осталось, потому что изменено с тех пор или занято: { $left }
}
title-preview-undo = Отмена записанного › { $title }
hint-take-back = отменить всё
hint-agree-take-back = согласен, отменить всё

# Карточки классов
open-cards = Карточки классов и сотрудников: чего не хватает и когда сверены
    .also = сверка сверены неполные согласия личные данные
title-cards = Карточки классов и сотрудников
title-cards-of-class = Карточки { $class }
title-cards-of-staff = Карточки сотрудников
cards-staff = Сотрудники
column-responsible = Ответственный
column-card-of = Чья карточка
column-checked = Сверено
column-incomplete = Неполных
column-unchecked = Сверить
column-late-days = Опозд.
column-check-due = Сверить до
column-lacks = Не хватает
hint-cards-of-class = карточки
hint-details = личные данные
no-cards = Карточек, которые ведёте вы, здесь нет.
cards-of-class = учеников { $people } · сверить { $unchecked }
cards-of-staff = сотрудников { $people } · сверить { $unchecked }
cards-summary = неполных { $incomplete } · сверить { $unchecked }
card-unchecked = ещё не сверена
card-checked = сверена { $on }
card-checked-by = сверена { $on }, { $by }
card-changed = с тех пор изменена
card-is-changed = изменена
card-due = { $late ->
    [0] до { $due } ({ $clause })
    [one] поздно на { $late } рабочий день: до { $due } ({ $clause })
    [few] поздно на { $late } рабочих дня: до { $due } ({ $clause })
   *[many] поздно на { $late } рабочих дней: до { $due } ({ $clause })
}
card-entry-due = { $late ->
    [0] внести до { $due } ({ $clause })
    [one] внести до { $due }, поздно на { $late } день ({ $clause })
    [few] внести до { $due }, поздно на { $late } дня ({ $clause })
   *[many] внести до { $due }, поздно на { $late } дней ({ $clause })
}
title-check = Сверка карточек
check-question = Карточка и данные родителей сверены: { $name } или все { $count } в этом классе?
check-question-staff = Карточка сверена: { $name } или все карточки сотрудников ({ $count })?
check-keys = Enter — эта карточка, F9 — все, Esc — не отмечать.
hint-check-one = эта
hint-check-all = все
check-not-yours = Карточки сверяет тот, кто их ведёт.
cards-checked = { $count ->
    [one] Сверена { $count } карточка.
    [few] Сверены { $count } карточки.
   *[many] Сверено { $count } карточек.
}
lacks-of-parent = родитель: { $parent }
lack-consent = согласие
lack-parent = не внесён
lack-born = дата рождения
lack-sex = пол
lack-snils = СНИЛС
lack-phone = телефон
lack-email = e-mail
lack-address = адрес
