# Клетка таблицы словами, для строки состояния.

cell-empty = пусто
cell-comment = есть комментарий
cell-pending = ещё не на сервере
cell-conflict = конфликт с сервером
cell-refused = сервер не принял

list-empty = Здесь пока ничего нет.
list-nothing-found = По «{ $typed }» не нашлось ничего, а всего строк: { $count }. Esc — показать все.
list-find-hint = печатайте, чтобы найти
list-order-title = Порядок строк
list-order = { $column } ↓
list-order-back = { $column } ↑
why-one-order = У этого списка один порядок.
why-no-row = Здесь нет ни одной строки.
why-none-found = Ничего не нашлось: Esc — показать все.

form-required = нужно заполнить
form-number = число от { $least } до { $most }
form-day = такого дня нет: «5», «5.9», «05.09.26», «пт», «завтра»
form-time = время, например «9:25»
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
