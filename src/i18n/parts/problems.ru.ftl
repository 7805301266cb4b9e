# Ошибки в файлах настроек и тем.

problem-place = { $path }, строка { $line }, место { $column }
problem-malformed = { $place }: файл не разобран, { $what ->
    [quote] не хватает кавычки: тексты пишут в кавычках
    [twice] этот ключ или раздел уже был выше
    [no-value] у ключа нет значения: пишут ключ = значение
    [bracket] не хватает скобки
   *[other] строка написана не по правилам TOML
}.{ $done ->
    [yes] {" "}Действуют значения по умолчанию.
   *[no] {""}
}
problem-wrong-type = { $place }: ключу «{ $key }» нужно другое значение, { $what ->
    [number] целое число без кавычек, не меньше нуля
    [text] текст в кавычках
    [one-of] одно из этих: { $choices }
    [section] раздел со своими ключами: [{ $key }]
    [address] адрес и порт: 127.0.0.1:8470, для всей сети — 0.0.0.0:8470
    [database] путь к файлу SQLite или postgres://пользователь@сервер/база
   *[other] этого он не понимает
}.{ $done ->
    [yes] {" "}Взято значение по умолчанию.
   *[no] {""}
}
problem-out-of-range = { $place }: «{ $key }» бывает от { $low } до { $high }.{ $done ->
    [yes] {" "}Взято { $usual }.
   *[no] {""}
}
problem-near-key = Похож на него «{ $near }».
problem-unreadable = { $place }: файл не читается, { $why }.{ $done ->
    [yes] {" "}Действуют значения по умолчанию.
   *[no] {""}
}
problem-missing = { $place }: такого файла нет.{ $done ->
    [yes] {" "}Действуют значения по умолчанию.
   *[no] {""}
}
problem-unknown-key = { $place }: неизвестный ключ «{ $key }»{ $done ->
    [yes] , он пропущен.
   *[no] .
}
problem-bad-value = { $place }: непонятное значение ключа «{ $key }», оно пропущено.
problem-no-theme = Темы «{ $name }» нет. Взята тема по умолчанию.
problem-stops-serve = { $problems } Сервер не запущен: с чужими настройками он открыл бы другую базу.
problem-stops-import = { $problems } Импорт не начат: с чужими настройками он записал бы школу в другую базу.
problem-stops = { $problems } Проверьте --config.
