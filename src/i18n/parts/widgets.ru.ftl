# Клетка таблицы словами, для строки состояния.

cell-empty = пусто
cell-comment = есть комментарий
cell-pending = ещё не на сервере
cell-conflict = конфликт с сервером
cell-refused = сервер не принял

list-empty = Здесь пока ничего нет.
quoted = «{ $text }»
list-nothing-found = По «{ $typed }» не нашлось ничего, а всего строк: { $count }. Esc — показать все.
list-find-hint = печатайте, чтобы найти
list-find-anew = буква — новый поиск
list-order-title = Порядок строк
list-order-up = { $column } ↑
list-order-down = { $column } ↓
why-one-order = У этого списка один порядок.
why-no-row = Здесь нет ни одной строки.
why-list-not-yet = Записанного в списке ещё нет: подождите его или перейдите к нужной строке.
why-none-found = Ничего не нашлось: Esc — показать все.

form-required = нужно заполнить
form-number = число от { $least } до { $most }
form-day = такого дня нет; пишите так: 5, 5.9, 05.09.26, пт
form-replaces = Набор заменит прежнее.
form-clears = Ctrl+U — стереть всё.
form-no-such = такого нет в списке
form-full = Больше в поле не помещается: лишнее не введено.
form-was = было { $stood }
form-was-empty = было пусто
form-faults = { $count ->
    [one] { $count } ошибка
    [few] { $count } ошибки
   *[many] { $count } ошибок
}: { $label }
form-changes = изменено: { $count }
why-no-choice = В этом поле нечего выбирать.
why-no-next = Здесь записывают только одно.

# Журналы
title-journals = Журналы
column-teacher = Учитель
column-held = Уроков
column-unfilled = Не запол.
column-overdue = Просроч.
column-late = Поздно
column-last-entry = Записано
no-journals = Журналов, которые вам можно читать, нет.
no-journals-of-yours = Журналов у вас нет: их даёт администратор или завуч.
no-journals-of-year = За { $year } журналов нет.
journal-row = { $group } · { $subject }: { $teacher }; не заполнено { $unfilled } из { $held }{ $overdue ->
    [0] { "" }
   *[other] , просрочено { $overdue }
}, поздно { $late }
journal-row-short = { $group }: не заполнено { $unfilled } из { $held }{ $overdue ->
    [0] { "" }
   *[other] , просрочено { $overdue }
}, поздно { $late }{ $at ->
    [none] { "" }
   *[other] , записано { $at }
} · { $subject }
journals-none = журналов нет
journals-none-held = уроков ещё не было
journals-summary = { $lacking ->
    [0] все журналы заполнены
    [one] не заполнен { $lacking } журнал
    [few] не заполнены { $lacking } журнала
   *[other] не заполнены { $lacking } журналов
}{ $overdue ->
    [0] { "" }
   *[other] , с просрочкой { $overdue }
}

# История
title-history = История
column-received = Получено
column-by = Кто
column-change = Что
no-history = В этот урок ещё ничего не записано.
no-history-of-pupil = Об этом ученике в этот урок ничего не записано. Весь урок — Alt+H.
no-history-of-period = Отметок за этот период ещё не ставили.
no-history-of-pupil-in-period = Этому ученику отметку за этот период не ставили. Весь период — Alt+H.
history-made = сделано { $at }
history-late = позже срока { $due } ({ $cite })
history-by-device = вовремя только по часам компьютера
history-cut = показано начало: записей больше

# Учётные записи
open-accounts = Открыть учётные записи
    .also = пароль логин пользователи доступ
title-accounts = Учётные записи
column-name = Имя
column-roles = Кто
column-state = Вход
no-accounts = Учётных записей, которые вам можно видеть, нет.
account-none = нет записи
account-start-password = стартовый пароль
account-voided = пароль снят: роль
account-signed-in = вход { $at }
account-not-seen = ещё не входили
issue-question = { $name }, логин { $login }: дать новый стартовый пароль? Прежний перестанет действовать, все сеансы этого человека закончатся.
issue-first-question = { $name }: завести учётную запись и дать стартовый пароль? Логин сервер составит из фамилии.
issue-keys = Enter — дать новый пароль, Esc — оставить прежний.
issue-asking = Сервер выдаёт новый пароль…
hint-issue = дать новый
title-issued = Новый пароль
issued = { $name }
    Логин: { $login }
    Стартовый пароль: { $password }
    Продиктуйте его: больше он нигде не показан. При первом входе его нужно сменить. Все прежние сеансы этого человека закончены.
issued-keys = Продиктуйте или запишите; Esc — закрыть.
issue-not-yours = { $clause ->
    [none] Стартовый пароль дают администратор, а ученикам и родителям своего класса — классный руководитель.
   *[other] Стартовый пароль дают администратор, а ученикам и родителям своего класса — классный руководитель ({ $clause }).
}
issue-not-to-admin = { $clause ->
    [none] Пароль администратора ему никто не меняет: забытый меняют на сервере командой zhurnal passwd.
   *[other] Пароль администратора ему никто не меняет: забытый меняют на сервере командой zhurnal passwd ({ $clause }).
}

# Журнал доступа
open-access-log = Открыть журнал доступа
    .also = аудит входы кто читал смотрел отказы
title-access-log = Журнал доступа
column-when = Когда
column-journal = Журнал
column-times = Раз
access-event = { $event ->
    [signed-in] вход
    [wrong-password] неверный пароль
    [refused-locked] вход закрыт, пароль не проверен
    [signed-out] выход
    [password-changed] пароль сменён
    [password-issued] получен стартовый пароль
    [session-ended] сеанс закончен
    [breach-reported] пароль стал известен, вход закрыт
    [breach-moved] недействительно с другого времени
    [breach-confirmed] изменения подтверждены
    [breach-voided] изменения недействительны
    [journal-read] просмотр журнала
    [history-read] просмотр истории
    [cards-read] просмотр личных данных
    [read-refused] не показано
    [write-refused] не дано записать
   *[other] { $event }
}
access-issued = { $by ->
    [none] выдан на сервере
   *[other] выдал { $by }
}
access-ended = { $by ->
    [none] закончен на сервере
   *[other] закончил { $by }
}
access-by = { $by ->
    [none] на сервере
   *[other] сделал { $by }
}
access-end-session = конец чужого сеанса
access-any-write = запись, на которую у роли нет права
access-new-password = новый пароль
access-more-refused = и ещё: попыток так много, что названы не все
access-more-of-day = ещё за сутки: записей так много, что они только сосчитаны
access-any-records = справочники: роль их не открывает
access-journals-unnamed = не названо, что: роль не открывает ни одного журнала, или попыток много
access-cut = показаны последние записи

# Кто вошёл
open-breaches = Открыть сообщения об утечке паролей
    .also = утечка взлом безопасность недействительно
open-sessions = Открыть, кто вошёл и откуда
    .also = сеансы устройства компьютеры где я вошёл
title-sessions = Кто вошёл и откуда
column-device = Устройство
column-since = Вход
column-used = Последний раз
column-address = Откуда
session-here = этот
session-row = { $name }: вход { $since }, последний раз { $used } · устройство { $device }
hint-end-session = закончить
hint-end-here = выйти
title-end-session = Закончить сеанс
end-session-question = { $address ->
    [none] { $name }: закончить сеанс на устройстве { $device }, вход { $since }? Открытая там программа попросит войти снова; введённое в ней сохранится и уйдёт после входа.
   *[other] { $name }: закончить сеанс на устройстве { $device }, вход { $since } с { $address }? Открытая там программа попросит войти снова; введённое в ней сохранится и уйдёт после входа.
}
end-session-keys = Enter — закончить сеанс, Esc — оставить.
end-session-here = Это ваш сеанс, в котором вы сейчас работаете. Закончить его — значит выйти: программа попросит войти.
end-session-here-keys = Enter — выйти, Esc — остаться.
end-session-asking = Сервер заканчивает сеанс…
end-session-done = Сеанс закончен: { $name }, устройство { $device }.
no-sessions = Сеансов, которые вам можно видеть, нет.
sessions-summary = { $people ->
    [one] вошёл { $people } человек
    [few] вошли { $people } человека
   *[other] вошли { $people } человек
}

# Права
title-rights = Права ролей
column-thing = Что
rights-head-admin = Адм
rights-head-director = Дир
rights-head-deputy = Завуч
rights-head-teacher = Учит
rights-head-class-teacher = Клас
rights-head-psychologist = Псих
rights-head-registrar = Секр
rights-head-hr = Кадр
rights-head-scheduler = Дисп
rights-head-parent = Род
rights-head-pupil = Учен
rights-head-district = Муни
rights-legend = В ведёт всё, Ч читает всё; в и ч — часть: у ученики и родители, с сотрудники, к свой класс, г свои группы, д свои дети, о о себе, з что ведёт; + читает шире; · ничего.
rights-how-sign = { $how ->
    [keeps] { $all ->
        [yes] В
       *[no] в
    }
    [reads] { $all ->
        [yes] Ч
       *[no] ч
    }
   *[nothing] ·
}
rights-part-sign = { $part ->
    [families] у
    [staff] с
    [own-class] к
    [own-groups] г
    [own-children] д
    [kept] з
   *[own] о
}
rights-part = { $part ->
    [school] всё в школе
    [families] об учениках и их представителях
    [staff] о сотрудниках
    [own-class] о своём классе
    [own-groups] о своих группах
    [own-children] о своих детях
    [kept] о записях, которые ведёт
   *[own] о себе
}
rights-reach = { $how ->
    [keeps] ведёт — { $parts }
    [reads] читает — { $parts }
   *[nothing] ничего
}
rights-accounts = Администратору новый пароль даёт только команда zhurnal passwd на сервере.
rights-unknown = Права придут с сервера при первой связи.
rights-lessons = Уроки и отметки
rights-record-logs = История записей
rights-keepers = { $any ->
    [none] не ведёт никто
   *[some] ведут: { $keep }
}
rights-readers = { $any ->
    [none] больше никто не читает
   *[some] читают: { $read }
}
rights-act = { $act ->
    [read] читает
    [create] создаёт
    [change] меняет
   *[remove] убирает
}
rights-line = { $who }: { $acts } — { $part }{ $clause ->
    [none] {""}
   *[other] {" "}({ $clause })
}
rights-hidden = {"; "}не видит: { $fields }
rights-by-order = { $who }: записывает, только если роль дана приказом ({ $clause })
rights-taken = Регламент не даёт: { $who } — { $acts } ({ $clause })
rights-clause = Где это сказано: { $clause }
