# «Урок»: перекличка, отметки, тема.

title-lesson = Урок
room = каб. { $room }
bell-begun = Начался { $number }-й урок: { $group }, { $subject } ({ $key } — открыть).
lesson-over = { $date }, { $number }-й урок окончен в { $ends }
lesson-when = { $date }, { $number }-й урок { $starts }–{ $ends }
form-in-person = очно
form-distance = дистанционно
form-electronic = электронное обучение
form-over-conflict = Ваша прежняя запись сюда не принята, она в очереди (F8); новая её заменит.
excuse-title = Почему урок записан после срока
excuse-shown = после срока: { $words }
form-set = Форма урока: { $new } (было: { $old }). u — отменить.
label-topic = Тема
label-homework = Д/З
topic-missing = не записана — F2, из плана — Ctrl+T
topic-missing-without-plan = не записана — F2
topic-missing-here = не записана
homework-missing = не записано — F3
homework-missing-here = не записано
homework-none = не задано
homework-individual = { $count ->
    [one] { $count } индивидуальное
    [few] { $count } индивидуальных
   *[many] { $count } индивидуальных
}
plan-place = КТП { $number } из { $total }
plan-next = по плану { $number } из { $total }
due-by = срок: до { $due } ({ $clause })
missing-due = { $what }; срок до { $due } ({ $clause })
missing-overdue = { $what }; срок был до { $due } ({ $clause })
lesson-loading = Страница урока загружается…
lesson-not-loaded = Страница урока ещё не загружена: ничего не записано.
nobody-in-group = В группе нет учеников.

column-pupil = Ученик
column-attendance = Явка
column-average = Средн.
column-average-short = Ср.
column-average-weighted = Ср. взв.
column-average-weighted-narrow = Взвеш.
column-average-weighted-short = взв.
lesson-lacks = урок без { $what }
lacks-overdue = { $what } (срок был до { $due }, { $clause })
lacks-due = { $what } (срок до { $due }, { $clause })
until-today = сегодня { $at }

pupils = { $count ->
    [one] { $count } ученик
    [few] { $count } ученика
   *[many] { $count } учеников
}
absent-count = нет { $count }
late-count = { $count ->
    [one] опоздал { $count }
   *[many] опоздали { $count }
}
roll-taken = перекличка подтверждена
roll-not-taken = перекличка НЕ подтверждена
roll-call-confirmed = Перекличка подтверждена: { $lesson }.
roll-call-marked-otherwise = Тем временем отмечено иначе, ваш ответ не записан: { $names }.
roll-call-answered = Ответ о предупредивших записан: { $lesson }. Перекличка подтверждена раньше.
roll-call-marked-meanwhile = Отмечено тем временем, и ответ не нужен: { $names }.
no-lesson-here = Здесь нет урока: поставьте курсор на столбец с датой.
roll-call-announced = Предупредили, что не придут, и не отмечены. Кто пришёл?
roll-call-announced-keys = Пробел или номер — пришёл, п — пришли все, Enter — записать, Esc — вернуться.
announced-came = пришёл
announced-absent = нет
announced-words = { $row }. Пробел или номер — пришёл или нет, Enter — записать.
roll-call-again = Перекличка уже подтверждена { $at }. Явку можно править и дальше.

entry-present = присутствует
entry-not-called = явка не отмечена
attendance-not-called = не отмечена
entry-not-held = урок ещё не проведён
entry-absent = отсутствует
entry-late = { $minutes ->
    [one] опоздание { $minutes } минута
    [few] опоздание { $minutes } минуты
   *[many] опоздание { $minutes } минут
}
entry-exempt = освобождён от занятия
entry-mark = { $weight ->
    [1] отметка { $value }
   *[other] отметка { $value }, вес { $weight }
}
entry-point = точка: сдать до { $due }
reason-illness = болезнь
reason-valid = уважительная причина
reason-invalid = неуважительная причина
standing-announced = предупредили заранее
standing-stated = со слов учителя
standing-confirmed = подтвердил классный руководитель

typing-unknown = «{ $typed }» не годится и ничего не меняет. Отметки: 1–5, точка… F1 — справка.
typing-unknown-roll = «{ $typed }» не годится и ничего не меняет. Явка: { $codes }. F1 — справка.
typing-unknown-period = «{ $typed }» не годится и ничего не меняет. Итог: 1–5, осв, зч, нз, н/а.
typing-unknown-refused = «{ $typed }» не годится и ничего не меняет. { $why }
entry-last-row = Это последний ученик, записано: { $value }. Исправить: стрелка, затем код.
entry-last-row-empty = Это последний ученик. Исправить: стрелка, затем код.
last-pupil = Это последний ученик.
last-pupil-roll = Это последний ученик. F4 — подтвердить перекличку.
number-after-refusal = «{ $typed }» не прочитано: это конец списка. Номер по списку набирают после пробела.
minutes-too-late = Осталось: { $whose }. Минуты опоздания набирают сразу: о12.
slash-too-late = Записано: { $whose }. «/» после паузы не прочитано: 4/5 набирают сразу, точку — клавишей «.».
slash-too-late-alone = «/» после паузы не прочитано: 4/5 набирают сразу, точку — клавишей «.».
no-fraction-in-period = Итог — одна отметка, дроби в нём нет. Записано: { $whose }.
no-fraction-in-period-alone = Итог — одна отметка, дроби в нём нет: «/» не прочитано.
digit-after-refusal = «{ $typed }» не прочитано вместе с «/» и ничего не меняет.
typing-unknown-kept = «{ $typed }» не годится, осталось записанное: { $whose }.
minutes-to-come = { $minutes } { $minutes ->
    [one] минута
    [few] минуты
   *[many] минут
} ещё не прошло, осталось записанное: { $whose }. Номер — после пробела.
minutes-to-come-alone = { $minutes } { $minutes ->
    [one] минута
    [few] минуты
   *[many] минут
} ещё не прошло: цифра не прочитана. Номер — после пробела.
after-minutes-to-come-alone = «{ $typed }» не записано. Номер — после пробела.
after-minutes-to-come = «{ $typed }» не записано, осталось: { $whose }. Номер — после пробела.
no-such-number = Ученика № { $number } в списке нет, всего { $of }: по нему ничего не записано.
number-typed = № { $number } — { $name }: теперь код явки ({ $codes })
number-typed-refused = № { $number } — { $name }. { $why }
beginning-typed = { $name }: «{ $typed }» — ещё не всё, пока не записано
late-typed = { $name }: «{ $typed }» — опоздал на сколько минут? Пока не записано
growth-typed = { $name }: «{ $typed }» — ещё не всё, записанное стоит
entry-made = Записано: { $whose }
entry-stood = Уже стоит: { $whose }
entry-was = { $words } (было: { $was })
entry-were = { $words } (заменено: { $count })
entry-keeps-comment = { $words }, комментарий остался
entry-paper-stays = Документ остался: { $paper }.
entry-reason-stays = Причина осталась: { $reason }; её меняет классный руководитель.
entry-pupil-came = Если ученик пришёл — «-».
entry-of-work = { $value } ({ $work })
entry-of-period = { $value } ({ $period })
entry-a-point = точка
entry-then = { $made }. Дальше: { $name }
entry-then-nobody = { $made }. Это последний ученик.
entry-replaced = { $name }: теперь { $now }. Вашу запись ({ $value }) заменили в другом окне или с другого компьютера.
entry-replaced-by = { $name }: теперь { $now }. Вашу запись ({ $value }) заменили: { $by }
entry-commented = { $name } — { $value }: к вашей отметке есть комментарий: «{ $comment }»
entries-replaced = { $words }. В другом окне или с другого компьютера заменено: { $count }.
backspace-stays = Стирать нечего, осталось: { $whose }.
backspace-nothing = Backspace стирает только что записанное. Эту клетку очищает Delete.
mark-in-attendance = Здесь явка: { $codes }. Отметки ставят правее, в колонке работы.
no-plus-minus = Отметок с плюсом и минусом нет: записано { $value }.
minus-in-marks = Минус — это «присутствует», он стоит в колонке «Явка». Отметку стирает Delete.
point-is-past = Точка не поставлена: её срок ({ $due }) уже прошёл. Поставьте отметку или точку в следующем уроке.
away-marked = { $name }: отмечено отсутствие, «{ $value }» записано.{ $was ->
    [none] {""}
   *[other] {" "}Было: { $was }.
}
marked-away = Отметка в этом уроке осталась: { $value }.
exempt-marked = { $name }: освобождён от занятия, «{ $value }» записано.{ $was ->
    [none] {""}
   *[other] {" "}Было: { $was }.
}
conflict-settled-was = Прежний конфликт здесь закрыт; не принято было: { $ours }
conflict-settled = Прежний конфликт здесь закрыт.
comment-in-conflict = Отметка в конфликте: сначала выберите, что остаётся (F8), потом комментарий.
announced-skipped = Предупреждённые пропущены: { $count }.
away-skipped = Отсутствующие пропущены: { $count }.
cleared = Удалено: { $what }.
cleared-marks = { $count ->
    [one] { $count } отметка
    [few] { $count } отметки
   *[many] { $count } отметок
}
cleared-attendance = { $count ->
    [one] явка { $count } ученика
   *[many] явка { $count } учеников
}
cleared-reason = Причина удалена: { $name } — { $reason }.
cleared-reason-paper = Причина удалена: { $name } — { $reason }; документ: { $paper }.
cleared-now = { $done } Теперь: { $now }.
clear-empty = Здесь удалять нечего.
clear-attendance-elsewhere = Отметки здесь нет. Явку («{ $code }») удаляют в колонке «Явка», только что записанную — u.
clear-announced = «({ $code })» — предупреждение, удалять нечего: пришёл — «-», нет — «н».
clear-announced-only = «({ $code })» — предупреждение, удалять нечего.
clear-nothing-announced = Удалять нечего: здесь только предупреждения об отсутствии, записанного на уроке нет.
clear-nothing-outside = Удалять нечего: здесь только причины, данные вне урока, записанного на уроке нет.
clear-nothing = Удалять нечего. Отметки удаляют в колонке работы, явку — в колонке «Явка», в журнале по одной.
selected-pupils = { $count ->
    [one] Выделен { $count } ученик: запись пойдёт всем.
    [few] Выделено { $count } ученика: запись пойдёт всем.
   *[many] Выделено { $count } учеников: запись пойдёт всем.
}
selected-cells = { $count ->
    [one] Выделена { $count } клетка: запись пойдёт во все.
    [few] Выделены { $count } клетки: запись пойдёт во все.
   *[many] Выделено { $count } клеток: запись пойдёт во все.
}
selected-pupils-read = { $count ->
    [one] Выделен { $count } ученик.
    [few] Выделено { $count } ученика.
   *[many] Выделено { $count } учеников.
}
selected-cells-read = { $count ->
    [one] Выделена { $count } клетка.
    [few] Выделены { $count } клетки.
   *[many] Выделено { $count } клеток.
}
cell-not-writable = В эту клетку не пишут: прошлые уроки правят в журнале (F5).
outside-list = не в списке
outside-list-holds = не в списке, вне срока: { $what } (Delete — стереть)
outside-list-closed = В этот день ученика нет в списке: здесь не пишут.
list-changed = Список изменился: { $names }.
list-renumbered = Список изменился, номера теперь другие: наберите номер заново.
fill-nothing = Повторять нечего: поставьте курсор на заполненную клетку или выделите клетки, начиная с неё (Shift и стрелки).
fill-from-empty = Первая из выделенных клеток пуста: повторять нечего.
fill-same = Во всех выделенных клетках это уже стоит.
fill-no-empty = Ниже нет пустых клеток: ничего не записано. Чтобы записать поверх, выделите клетки (Shift и стрелки).
filled = { $count ->
    [one] { $value } — { $count } ученику; u — отменить.
   *[many] { $value } — { $count } ученикам; u — отменить.
}
comment-for-one = Комментарий пишут к одной отметке: поставьте курсор на неё.
no-mark-here = В этой клетке нет отметки.
no-comment-of-period = Комментарий бывает у отметки за урок, у итоговой его нет.
other-lesson = Другой урок: { $group }, { $subject }, { $number }-й.
no-more-lessons = Дальше уроков сегодня нет.

title-topic = Тема · { $group } · { $subject } · { $date }
topic-hint = тема урока
topic-words = Тема урока. Стрелка вниз — выбрать из плана, Enter — записать.
topic-words-without-plan = Тема урока. Enter — записать.
topic-from-plan-stands = Эта тема из плана уже стоит: { $topic }
topic-from-plan-set = Тема из плана: { $topic }
plan-title = Календарный план, { $total ->
    [one] { $total } урок
    [few] { $total } урока
   *[many] { $total } уроков
}
plan-row = Пункт плана { $number }, раздел «{ $section }». Enter — взять.
plan-none = Календарного плана у этого журнала нет: тему пишут сами (F2).
plan-row-short = Пункт плана { $number }. Enter — взять.
plan-exhausted = В плане не осталось непройденных тем.
field-full = В поле помещается не больше { $limit } знаков: лишнее не вставлено.

works-words = { $title }. Буквы ищут по названию.
works-title = Вид работы для новой колонки
work-weight = вес { $weight }
details-comment = Комментарий
details-weight = Вес
details-due = Сдать до
details-bad-weight = Вес — число от 1 до 10.
details-bad-date = Дата не понята: напишите, например, 20.11.
details-kept = Комментарий не записан, набранное осталось: F9 — вернуться к нему.
details-given-up = Набранное отброшено, отметка осталась как была.
details-restored = Здесь снова то, что не было записано. Enter — записать, Esc — отбросить.

find-label = Найти:
find-hint = часть фамилии
find-words = Часть имени. Стрелка вниз — следующий, Enter — остаться, Esc — вернуться.
find-nobody = Никого с «{ $part }» в списке нет.

# Почему запись невозможна.

invalid-other-sheet = Эта запись относится к другой странице журнала.
invalid-not-a-member = Ученик в этот день не числится в группе: ничего не записано.
invalid-not-a-member-in-period = Ученик в этом периоде не числится в группе: ничего не записано.
invalid-later-than-lesson = Опоздание { $minutes } мин больше урока ({ $lesson } мин): ничего не записано.
invalid-weight = Вес { $weight } невозможен: от 1 до 10.
invalid-point-in-the-past = Точка не может быть сроком раньше урока.
invalid-homework-in-the-past = Задание не может быть к дню раньше урока.
invalid-too-long = Слишком длинно: { $length } из { $limit } знаков. Текст сохранён в поле, сократите его.
invalid-nobody-named = Задание для отдельных учеников, а ученики не выбраны: Ctrl+G.
invalid-too-many-links = Слишком много ссылок.
invalid-not-a-web-link = Ссылка начинается с http:// или https://: наберите её целиком.
invalid-control-characters = В тексте есть непечатаемые знаки: удалите их.
invalid-empty-topic = Тема пуста.
invalid-empty-excuse = Причина пуста.
invalid-far-day = Дата слишком далеко от урока: проверьте год.
invalid-no-such-work = Такого вида работы в школе нет: выберите другой.
invalid-without-marks = В этом журнале отметок не ставят: ничего не записано.
invalid-no-such-plan-item = Такой строки в плане этого журнала нет: выберите тему заново (Ctrl+T).
invalid-lesson-full = Больше этого в урок не помещается: сократите текст или уберите лишнее.
invalid-made-at = Часы компьютера показывают невозможный день: проверьте их и запишите ещё раз.
invalid-ground-not-given = Разрешения или замены, на которые ссылается запись, никто не давал.

# Что говорит регламент.

verdict-late = Принято с опозданием: срок был до { $due } ({ $clause }).
verdict-late-excused = С причиной (Alt+W) записи до { $until } будут в срок ({ $clause }).
verdict-await-lesson = Урок ещё не начался: записать можно с { $since }{ $cited }.
verdict-await-period = Отметки за этот период можно ставить с { $since }{ $cited }.
verdict-ask-admin = Окно правки закрыто { $since }{ $cited }. Открыть его может администратор.
verdict-ask-deputy = Окно правки закрыто { $since }{ $cited }. Открыть его может завуч.
verdict-ask-correction = Отметку за период, которая уже стоит, заменяет завуч по объяснительной{ $cited }.
verdict-quoted = { $said } «{ $words }»
way-out-correction = Alt+W — написать объяснительную; свою сегодняшнюю отметку отменяет Ctrl+Z.
way-out-unlock = Alt+W — попросить открыть.
verdict-too-late = Записать можно было до { $since }{ $cited }.
verdict-year-closed = Учебный год закрыт{ $cited }. Снова открыть его может администратор.
verdict-year-over = Учебный год закончился { $since }{ $cited }.
verdict-anothers = Только чтение: { $count ->
    [one] записывает
   *[other] записывают
} { $names }{ $cited }.
verdict-taught-until = Только чтение: по { $until } журнал вели вы, теперь { $names }{ $cited }.
verdict-taught-until-nobody = Только чтение: вы вели журнал по { $until }{ $cited }; продлить может завуч.
verdict-not-on-day = Только чтение: { $since } журнал не ваш, его ведёт { $names }{ $cited }.
verdict-not-on-day-nobody = Только чтение: { $since } журнал не ваш{ $cited }; дни меняет завуч.
verdict-came-late = Записано { $made }, когда журнал вели вы, но дошло слишком поздно: сервер считает по времени получения{ $cited }.
verdict-teaches-from = Только чтение: журнал ваш с { $since }, до этого { $names }{ $cited }.
verdict-teaches-from-nobody = Только чтение: журнал ваш с { $since }{ $cited }; дни меняет завуч.
verdict-only-attendance = Ваши здесь только явка и причины; остальное { $count ->
    [one] записывает
   *[other] записывают
} { $names }{ $cited }.
verdict-only-reasons = Ваши здесь только причины; остальное { $count ->
    [one] записывает
   *[other] записывают
} { $names }{ $cited }.
verdict-only-reasons-periods = Ваши здесь причины и отметки за период; остальное { $count ->
    [one] записывает
   *[other] записывают
} { $names }{ $cited }.
verdict-absence-first = { $name }: отсутствие не отмечено. Сначала его { $count ->
    [one] отмечает
   *[other] отмечают
} { $names }{ $cited }, потом вы — причину.
verdict-reason-of-class-teacher = Причину, о которой предупредили или которую подтвердили, меняет классный руководитель{ $cited }.
only-reading = только чтение
only-attendance = только явка
only-reasons-periods = причины и итоги
only-reasons = только причины
all-filled = Прошедшие уроки периода заполнены, и всё записано вовремя.
none-held = Уроков в этом периоде ещё не было.
late-place = Записано поздно, № { $number } из { $count }: { $date }. Что и когда — в «Истории» (Alt+H).
unfilled-place = Не заполнено, № { $number } из { $count }: { $date } — нет: { $what }.
why-only-looks = Этот урок ведёт другой учитель.
reading-no-topic = Тема не записана.
reading-no-homework = Домашнее задание не записано.
reading-words = Здесь только читают: стрелки — дальше, Esc — назад.
verdict-forbidden = Только чтение{ $cited }.
