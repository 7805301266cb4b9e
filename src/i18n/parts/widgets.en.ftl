# A cell of a table in words, for the status line.

cell-empty = empty
cell-comment = has a comment
cell-pending = not on the server yet
cell-conflict = conflict with the server
cell-refused = refused by the server

list-empty = There is nothing here yet.
list-nothing-found = Nothing answers to “{ $typed }”; rows in all: { $count }. Esc shows them.
list-find-hint = type to find
list-order-title = Order of rows
list-order = { $column } ↓
list-order-back = { $column } ↑
why-one-order = This list has one order only.
why-no-row = There is no row here.
why-none-found = Nothing was found: Esc shows all.

form-required = must be filled in
form-number = a number from { $least } to { $most }
form-day = no such day: “5”, “5.9”, “05.09.26”, “fri”, “tomorrow”
form-time = a time, such as “9:25”
form-no-such = not in the list
form-full = The field holds no more: the rest was not entered.
form-was = was { $stood }
form-was-empty = was empty
form-faults = { $count ->
    [one] { $count } mistake
   *[other] { $count } mistakes
}: { $label }
form-changes = changed: { $count }
why-no-choice = There is nothing to choose in this field.
why-no-next = Only one is entered here.
