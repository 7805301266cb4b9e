# A cell of a table in words, for the status line.

cell-empty = empty
cell-comment = has a comment
cell-pending = not on the server yet
cell-conflict = conflict with the server
cell-refused = refused by the server

list-empty = There is nothing here yet.
list-nothing-found = Nothing answers to “{ $typed }”; rows in all: { $count }. Esc shows them.
list-find-hint = type to find
why-no-row = There is no row here.
why-none-found = Nothing was found: Esc shows all.
