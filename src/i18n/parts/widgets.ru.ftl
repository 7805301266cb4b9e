# Клетка таблицы словами, для строки состояния.

cell-empty = пусто
cell-comment = есть комментарий
cell-pending = ещё не на сервере
cell-conflict = конфликт с сервером
cell-refused = сервер не принял
