# Клетка таблицы словами, для строки состояния.

cell-empty = пусто
cell-comment = есть комментарий
cell-pending = ещё не на сервере
cell-conflict = конфликт с сервером
cell-refused = сервер не принял

list-empty = Здесь пока ничего нет.
list-nothing-found = По «{ $typed }» не нашлось ничего, а всего строк: { $count }. Esc — показать все.
list-find-hint = печатайте, чтобы найти
why-no-row = Здесь нет ни одной строки.
why-none-found = Ничего не нашлось: Esc — показать все.
