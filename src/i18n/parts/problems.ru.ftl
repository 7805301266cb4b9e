# Ошибки в файлах настроек и тем.

problem-place = { $path }, строка { $line }, место { $column }
problem-malformed = { $place }: файл не разобран ({ $detail }). Действуют значения по умолчанию.
problem-unreadable = { $place }: файл не читается ({ $detail }). Действуют значения по умолчанию.
problem-missing = { $place }: такого файла нет. Действуют значения по умолчанию.
problem-unknown-key = { $place }: неизвестный ключ «{ $key }», он пропущен.
problem-bad-value = { $place }: непонятное значение ключа «{ $key }», оно пропущено.
problem-no-theme = Темы «{ $name }» нет. Взята тема по умолчанию.
