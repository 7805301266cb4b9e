### Названия действий: для палитры и справки — целиком, для нижней строки — одно-два слова.

action-group-move = Движение
action-group-select = Выделение
action-group-lesson = Урок
action-group-go = Переходы
action-group-queue = Очередь
action-group-general = Программа

action-move-up = Строкой выше
    .hint = выше
action-move-down = Строкой ниже
    .hint = ниже
action-move-left = Столбцом левее
    .hint = левее
action-move-right = Столбцом правее
    .hint = правее
action-next-cell = Следующая клетка
    .hint = дальше
action-previous-cell = Предыдущая клетка
    .hint = назад
action-next-field = Следующее поле
    .hint = поле
action-previous-field = Предыдущее поле
    .hint = поле назад
action-row-start = В начало строки
    .hint = начало
action-row-end = В конец строки
    .hint = конец
action-first = К первому ученику
    .hint = первый
action-last = К последнему ученику
    .hint = последний
action-page-up = Экраном выше
    .hint = экран выше
action-page-down = Экраном ниже
    .hint = экран ниже
action-page-left = На пол-экрана влево
    .hint = влево
action-page-right = На пол-экрана вправо
    .hint = вправо

action-extend-up = Выделить клетку выше
    .hint = выделить
action-extend-down = Выделить клетку ниже
    .hint = выделить
action-extend-left = Выделить клетку слева
    .hint = выделить
action-extend-right = Выделить клетку справа
    .hint = выделить
action-select-column = Выделить столбец
    .hint = столбец
action-clear-selection = Снять выделение
    .hint = снять

action-confirm-roll-call = Подтвердить перекличку
    .hint = перекличка
action-edit-topic = Записать тему урока
    .hint = тема
action-edit-homework = Записать домашнее задание
    .hint = д/з
action-topic-from-plan = Взять тему из КТП
    .hint = из КТП
action-copy-previous-homework = Повторить задание прошлого урока
    .hint = прошлое
action-copy-parallel-homework = Взять задание параллельного класса
    .hint = параллель
action-choose-pupils = Выбрать, кому задано
    .hint = кому
action-no-homework = Отметить, что ничего не задано
    .hint = не задано
action-add-work-column = Добавить вид работы
    .hint = вид работы
action-lesson-form = Указать форму урока
    .hint = форма
action-mark-comment = Написать комментарий к отметке
    .hint = комментарий
action-fill-column = Повторить запись в выделенных клетках
    .hint = повторить
action-clear-cell = Очистить клетку
    .hint = очистить
action-undo = Отменить последнее действие
    .hint = отменить

action-open-lesson = Открыть урок
    .hint = урок
action-open-journal = Открыть журнал предмета
    .hint = журнал
action-open-today = Открыть уроки на сегодня
    .hint = сегодня
action-open-queue = Открыть очередь и конфликты
    .hint = очередь
action-previous-lesson = Предыдущий урок
    .hint = урок назад
action-next-lesson = Следующий урок
    .hint = урок вперёд
action-previous-period = Предыдущий отчётный период
    .hint = период назад
action-next-period = Следующий отчётный период
    .hint = период вперёд
action-find-pupil = Найти ученика по фамилии
    .hint = найти

action-keep-mine = Оставить моё значение
    .hint = моё
action-keep-theirs = Принять значение с сервера
    .hint = с сервера
action-refresh = Спросить сервер о новостях
    .hint = обновить

action-confirm = Подтвердить или открыть
    .hint = открыть
action-cancel = Закрыть, ничего не меняя
    .hint = закрыть
action-save = Сохранить
    .hint = сохранить
action-help = Открыть справку
    .hint = справка
action-open-palette = Показать все действия
    .hint = действия
action-redraw = Нарисовать экран заново
    .hint = перерисовать
action-sign-in = Войти снова, когда сеанс закончился
    .hint = войти
action-sign-out = Сменить пользователя
    .hint = сменить
action-suspend = Приостановить программу (вернуться — fg)
    .hint = приостановить
action-quit = Выйти из программы
    .hint = выход

## Где действуют клавиши

keys-context-global = Везде
keys-context-grid = Урок и журнал
keys-context-list = Списки
keys-context-text = Поля ввода
keys-context-popup = Окна поверх экрана

## Ошибки в настройке клавиш: строка файла { $line }, раздел { $section }, клавиша { $key }

keys-problem-syntax = Настройки клавиш не прочитаны: строка { $line } написана не по правилам TOML ({ $detail })
keys-problem-section = Строка { $line }: раздела [{ $section }] нет. Есть keys.global, keys.grid, keys.list, keys.text, keys.popup.
keys-problem-key = Строка { $line }: клавиша «{ $key }» не понята. Пишут, например, "ctrl-p", "f4", "shift-right", "н".
keys-problem-value = Строка { $line }: у клавиши «{ $key }» должно стоять название действия в кавычках.
keys-problem-action = Строка { $line }: для клавиши «{ $key }» указано неизвестное действие «{ $detail }». Все названия печатает zhurnal keys.
keys-problem-typing = Строка { $line }: в полях ввода клавиша «{ $key }» печатает букву, занять её нельзя.
