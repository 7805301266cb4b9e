# «Сегодня», «Журнал», «Домашнее задание», «Очередь», «Вход» и строка состояния.

title-today = Сегодня
list-loading = Список загружается…
today-loading = Список уроков загружается…
today-unfilled = Не заполнено раньше
no-lessons-today-yet = Сегодня у вас нет уроков. Есть ли у вас журналы, покажет Alt+J.
no-lessons-today = Сегодня у вас нет уроков. Другие дни — в журналах: Alt+J.
only-register = Своих уроков у вас нет. Справочники школы — Alt+D.
only-own-cards = Экраны дневника ещё не готовы. Что школа хранит о вас — Alt+D.
role-to-come = Вы вошли как { $role }. Экраны для этой роли ещё не готовы: пока здесь можно только увидеть, что вход работает. F10 — выйти.
lessons-today = { $count ->
    [one] сегодня { $count } урок
    [few] сегодня { $count } урока
   *[many] сегодня { $count } уроков
}
lessons = { $count ->
    [one] { $count } урок
    [few] { $count } урока
   *[many] { $count } уроков
}
missing = не хватает: { $what }
missing-roll = переклички
missing-topic = темы
missing-homework = д/з
part-roll = явка
part-topic = тема
part-homework = д/з
part-point = точка
part-work = отметки ({ $work })
part-due = { $what }: до { $due }
part-late = просрочено: { $what } — было до { $due }
head-due = срок: до { $due }
head-late = просрочено: было до { $due }
by-clause = { $due } ({ $clause })
missing-point = отметки за точку
missing-work = отметок ({ $work })
today-lacking = { $overdue ->
    [0] Не заполнено: { $unfilled }. Следующий урок — Alt+U.
   *[other] Не заполнено: { $unfilled }, просрочено: { $overdue }. Следующий урок — Alt+U.
}
why-all-filled = Все прошедшие уроки здесь заполнены.
lesson-year-closed = учебный год закрыт
lesson-to-come = урок ещё не начался
nothing-missing = всё заполнено
column-number = №
column-time = Время
column-group = Класс
column-subject = Предмет
column-room = Каб.
column-roll = Явка
column-topic = Тема
column-homework = Д/З
column-marks = Отм.
column-topic-text = Тема урока

title-journal = Журнал
list-not-here = Этого списка нет на компьютере, а сети нет. Он откроется, когда связь вернётся.
today-not-here = Уроков этого дня нет на компьютере, а сети нет. Список откроется, когда связь вернётся.
journal-not-here = Этого журнала нет на компьютере, а сети нет. Он откроется, когда связь вернётся.
lesson-not-here = Этого урока нет на компьютере, а сети нет. Он откроется, когда связь вернётся.
page-not-here = Этой страницы нет на компьютере. Она откроется, когда школьный сервер ответит.
page-after-sign-in = Этой страницы нет на компьютере. Она откроется, когда вы снова войдёте.
page-refused = Сервер не прислал эту страницу. Ctrl+R — спросить снова, Esc — назад.
journal-loading = Журнал загружается…
no-more-periods = Дальше отчётных периодов нет.
no-earlier-periods = Раньше отчётных периодов нет.
refresh-asked = Спрашиваем сервер: новое появится само, когда он ответит.

title-homework = Домашнее задание · { $group } · { $subject } · { $date }
homework-whom = Кому
homework-for-all = всему классу
homework-for-named = { $names }
homework-for-nobody = никто не выбран — Ctrl+G
homework-number = № { $number } из { $count }: { $whom }
homework-words-several = Заданий у урока: { $count }. Другое: Shift+Tab, затем стрелки. Ctrl+S запишет все.
homework-words-other = Заданий у урока: { $count }. Другое: стрелки. Ctrl+G — выбрать учеников.
homework-moved = Написанное задано { $count ->
        [one] { $count } ученику
       *[other] { $count } ученикам
    }, а не всему классу.
homework-nobody-chosen = Никто не отмечен: задание осталось всему классу. Ученика отмечает пробел.
homework-due = Сдать
homework-no-due = без срока
homework-nature = Как
homework-links = Ссылки
homework-links-hint = адреса через пробел
homework-length = { $length } из { $limit } знаков
homework-words-whom = Кому: стрелки — классу или отдельным ученикам, Ctrl+G — выбрать учеников.
homework-words-text = Текст задания. Tab — дальше, Ctrl+S — записать.
homework-words-due = К какому уроку: стрелки влево и вправо.
homework-words-nature = Характер выполнения: стрелки влево и вправо.
homework-words-links = Адреса материалов через пробел.
no-previous-homework = На прошлых уроках задания не было.
no-parallel-homework = У параллельных классов заданий нет.
no-plan-homework = В плане для этого урока задания нет.
copied-from = Взято у { $group }.
nature-none = не указано
nature-written = письменно
nature-oral = устно
nature-by-heart = наизусть
nature-practical = практическая работа
nature-creative = творческая работа
pupils-title = { $count ->
    [0] Для кого задание
   *[other] Для кого задание · отмечено { $count }
}
pupils-words = Буквы — найти ученика, пробел — отметить, Enter — готово.
confirm-title = Не записано
confirm-topic = Тема изменена и ещё не записана.
confirm-form = Изменения ещё не записаны.
confirm-homework = Задание изменено и ещё не записано.
draft-restored = Черновик восстановлен: он не был записан. Ctrl+S — записать, Esc, затем Delete — отбросить.
draft-restored-over = Черновик восстановлен, но в журнале уже другое: запись его заменит.
confirm-keys = Enter — записать, Delete — отбросить, Esc — вернуться.
ask-read = Enter или Esc — вернуться.

title-queue = Очередь и конфликты
queue-empty = Всё на сервере: ничего не ждёт отправки, конфликтов нет.
queue-empty-damaged = Ничего не ждёт отправки, конфликтов нет. Но часть записанного здесь могла не прочитаться с диска: проверьте последние уроки.
queue-pending = Ждёт отправки с { $at }.
queue-conflict = На сервере другое: { $now } — { $by }, { $at }.
queue-conflict-since = На сервере теперь: { $now }.
queue-conflict-same = На сервере теперь то же, что у вас: { $now }.
queue-held = Отложено: неизвестно, когда это записано (часы компьютера не сверены с сервером). Решит завуч; можно и отправить снова сейчас.
queue-all-mine = { $count ->
    [one] Записать ваше поверх того, что на сервере, в { $count } конфликте?
   *[other] Записать ваше поверх того, что на сервере, в { $count } конфликтах?
}
queue-mine-left = { $count ->
    [one] Ещё в { $count } конфликте ваше записать нельзя: он останется.
   *[other] Ещё в { $count } конфликтах ваше записать нельзя: они останутся.
}
queue-all-theirs = { $count ->
    [one] Оставить как на сервере в { $count } конфликте? Ваше записано не будет.
   *[other] Оставить как на сервере в { $count } конфликтах? Ваше записано не будет.
}
queue-all-keys = Enter — да, во всех; Esc — решать по одному.
queue-lines = { $count ->
    [one] { $count } строка
    [few] { $count } строки
   *[many] { $count } строк
}
queue-summary = в очереди { $pending }, конфликтов { $troubles }
decide-title-conflict = Конфликт: записано по-разному
decide-title-refused = Сервер не принял запись
decide-title-held = Запись отложена
decide-title-pending = Ждёт отправки
decide-settled = Это уже решено.
decide-before = Было: { $old }
decide-mine = Ваше: { $mine }, { $at }
decide-theirs = На сервере: { $now } — { $by }, { $at }
decide-theirs-since = На сервере теперь: { $now }
decide-write-mine = Записать моё поверх: { $mine }
decide-leave-theirs = Оставить как на сервере: { $theirs }
decide-send-again = Отправить снова
decide-drop = Отказаться от этой записи
decide-open-lesson = Открыть урок
decide-open-journal = Открыть журнал
somebody = кто-то
why-not-several-conflicts = Здесь нет нескольких конфликтов: решать разом нечего.
why-none-of-mine = Ни в одном из конфликтов записать ваше нельзя. { $why }
why-no-conflict = Здесь нечего решать: запись ещё в пути.
why-nothing-queued = В очереди ничего нет.
change-undone = { $kind }: { $new }, снова { $old }
change-withdrawn = { $kind }: { $new }, стоит { $old }
change-conceded = { $kind }: { $old } (у вас было { $new })
change-step = { $kind }: { $old } → { $new }
change-same = { $kind }: { $new }, стояло уже
kind-attendance = явка
kind-reason = причина
kind-mark = отметка
kind-period-mark = отметка за период
column-period-mark = Итог
period-mark = итог { $value }
period-mark-none = итога нет
period-mark-elsewhere = итог ставят в журнале { $group }
period-mark-closed = Ученик перешёл: итог за период ставят в другом журнале.
period-mark-outside = { $words }, здесь стоит: { $what } (Delete — стереть)
period-brought = { $average }, с отметками из { $what }
period-average = средний балл { $average } по { $count ->
    [one] { $count } отметке
   *[many] { $count } отметкам
}
period-average-weighted = средневзвешенный балл { $average } по { $count ->
    [one] { $count } отметке
   *[many] { $count } отметкам
}
period-without-grades = отметок нет
kind-comment = комментарий
kind-weight = вес
kind-roll-call = перекличка
kind-topic = тема
kind-homework = д/з
kind-form = форма урока
kind-excuse = причина записи после срока
content-none = пусто
content-point = точка до { $due }
content-roll-called = подтверждена
content-roll-not-called = не подтверждена
pupil-number = ученик № { $number }

title-sign-in = Вход
sign-in-why = Электронный журнал. Введите логин и пароль, которые выдал администратор школы.
title-sign-in-again = Сеанс закончился
sign-in-again-why = Войдите снова: всё набранное сохранено и уйдёт на сервер после входа. Esc — работать дальше без сервера.
demo-why = Показательная школа: все имена вымышлены. Выберите, кем войти (стрелки, Enter), или введите логин.
title-new-password = Новый пароль
new-password-why = Вы вошли по стартовому паролю: его нужно сменить. Новый — не короче 8 знаков.
password-why = Новый — не короче 8 знаков. Сеансы на других компьютерах закончатся.
hint-old-password = тот, с которым вы вошли
hint-new-password = не короче 8 знаков
hint-repeat-password = тот же новый пароль, чтобы не ошибиться
wrong-old-password = Старый пароль неверный. Проверьте раскладку и Caps Lock.
label-login = Логин
label-password = Пароль
label-old-password = Старый пароль
label-new-password = Новый пароль
label-repeat-password = Ещё раз
sign-in-no-login = Введите логин.
sign-in-no-password = Введите пароль.
signing-in = Вход…
sign-in-server = сервер { $server }
passwords-differ = Пароли не совпали: введите новый ещё раз.

status-online = на сервере { $at }
status-queued = { $count } в очереди
status-waits = { $count } в очереди, сервер примет с { $until }
status-connecting = соединение…
status-connecting-queued = соединение…, { $count } в очереди
status-offline = { $count ->
    [0] нет сети
   *[other] нет сети, { $count } в очереди
}
status-cannot-write = { $count ->
    [0] сервер не записывает
   *[other] сервер не записывает, { $count } в очереди
}
status-busy = { $count ->
    [0] сервер занят
   *[other] сервер занят, { $count } в очереди
}
status-signed-out = { $count ->
    [0] сеанс закончился
   *[other] сеанс закончился, { $count } в очереди
}
status-sign-in = { $key } войти
session-ended = { $key ->
    [none] Сеанс закончился. Введённое сохранено и ждёт входа. Работайте дальше.
   *[other] Сеанс закончился. Введённое сохранено и ждёт входа ({ $key }). Работайте дальше.
}
session-must-change = { $key ->
    [none] Пароль пора сменить. Введённое сохранено и ждёт этого. Работайте дальше.
   *[other] Пароль пора сменить ({ $key }). Введённое сохранено и ждёт. Работайте дальше.
}
status-other-server = здесь другой сервер: ничего не отправляется
status-other-version = программу нужно обновить: сервер другой версии
status-troubles = { $count ->
    [one] { $count } конфликт — F8
    [few] { $count } конфликта — F8
   *[many] { $count } конфликтов — F8
}
status-clock-behind = часы отстают на { $span }
status-clock-ahead = часы спешат на { $span }

too-small-to-enter = Это не введено: сначала увеличьте окно.
too-small = Окно мало: нужно не меньше { $columns }×{ $rows }.
not-here = Здесь это не работает, а работает { $where }.
not-here-several = Здесь это не работает, а работает: { $what }.
not-here-way = { $where } ({ $what })
close-first = Клавиша { $key } здесь недоступна: сначала { $leave }.
close-first-or = или
where-lesson = в уроке
where-journal = в журнале
where-journal-list = в списке журналов
where-today = в «Сегодня»
where-topic = в теме
where-and = и
where-homework = в домашнем задании
where-forms = в полях ввода
where-lists = в списках
where-screens = не здесь: сначала закройте окно
where-no-window = на экране, когда окно закрыто
where-cards = в карточках
where-breach = среди изменений после утечки пароля
where-sessions = в списке вошедших
where-accounts = в учётных записях
where-register = в справочниках
where-preview = там, где показано, что изменится
where-queue = в очереди
undo-in-directories = Записанное в справочниках отменяют в списке «{ $list }».
undo-before-table = Сначала отменяют записанное после таблицы — в списке «{ $list }», потом таблицу «{ $file }».
undo-table-next = Следующий Ctrl+Z — таблица «{ $file }».
undo-elsewhere = Отменить можно там, где записано: в уроке или в журнале.
undo-is-elsewhere = Здесь отменять нечего. Последняя запись — в другом месте: { $what }.
undo-elsewhere-keys = Enter — отменить её, Esc — оставить.
homework-not-empty = Задание уже начато: сначала сотрите его, тогда «не задано».
paste-nowhere = Сюда не вставляют: откройте тему (F2) или задание (F3).
why-signed-in = Сеанс не закончился: входить снова не нужно.
typed-ahead = { $count ->
    [one] Ждём сервер: { $count } клавиша будет введена, когда он ответит.
    [few] Ждём сервер: { $count } клавиши будут введены, когда он ответит.
   *[many] Ждём сервер: { $count } клавиш будут введены, когда он ответит.
}
typed-too-much = Сервер ещё не ответил: { $count } клавиш ждут, эта и дальше не введены.
typed-nowhere = Страница не пришла, ввести некуда: это не введено. Ctrl+R — спросить снова.
typed-lost = { $count ->
    [one] Не введено: { $count } клавиша. Вводить стало некуда — наберите ещё раз, где нужно.
    [few] Не введено: { $count } клавиши. Вводить стало некуда — наберите ещё раз, где нужно.
   *[many] Не введено: { $count } клавиш. Вводить стало некуда — наберите ещё раз, где нужно.
}
why-no-lesson = В этот день уроков нет: открывать нечего.
why-not-loaded = Страница ещё не загружена.

help-title = Клавиши
help-letters-title = Буквы в клетках (в любой раскладке)
help-absent = отсутствует
help-late = опоздал: от звонка до сейчас, или столько минут
help-ill = отсутствует, болен
help-valid = отсутствует по уважительной причине
help-present = всё-таки присутствует
help-number = в «Явке» по номеру; «о1», «2н» — через пробел
help-marks = отметка; две отметки за одну работу
help-point = «точка»: сдать к следующему уроку
help-words = освобождён, зачёт, незачёт, не аттестован
help-period = за период: в журнале, столбец «Итог» (End)
help-typed-title = Что печатают (в любой раскладке)
help-find-row = оставить строки, в которых есть все эти слова; Esc — все строки
help-day = день: этого месяца, ближайшего года, через столько дней; ещё «пт», «завтра»
help-day-turn = в поле с днём: следующий день, предыдущий; PgUp и PgDn — месяц
palette-title = Все действия

role-admin = администратор
role-director = директор
role-deputy = завуч
role-teacher = учитель
role-class-teacher = классный руководитель
role-psychologist = психолог
role-registrar = секретарь
role-hr = специалист по кадрам
role-scheduler = диспетчер расписания
role-parent = родитель
role-pupil = ученик
role-district = муниципальный орган управления
no-own-lessons = Своих уроков у вас нет. Журналы школы — Alt+J, справочники — Alt+D.
no-own-journals = Сегодня у вас нет уроков, и журналов у вас нет: их даёт администратор или завуч.
withheld-open-lessons = Журналы вам не открыты, их читают: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-records = «{ $list }» вам не открыты, их читают: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-register = Справочники вам не открыты, их читают: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-accounts = Учётные записи вам не открыты, их видят: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-access-log = Журнал доступа вам не открыт, его читают: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-breaches = Сообщения об утечке паролей вам не открыты, их читают: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-setup = Чего не хватает школе, видят: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-movement = Книга движения вам не открыта, её ведут: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
where-requests = в справочнике «Заявки учителей»
where-people = в справочнике «Люди» у делопроизводителя
where-population = в списке «Сколько учеников»
where-class = в «Классе»
where-absent = в списке отсутствующих
where-absences = в пропусках ученика
why-no-class = Вы не классный руководитель.
hint-to-day = день
withheld-read-absences = Пропуски вам не открыты, их видят: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
class-nothing-missed = Причину дают пропуску: здесь ученик был на уроке.
class-no-lesson = урока нет
