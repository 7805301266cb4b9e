# Таблицы людей и записей: столбцы, что не так в строке или файле, выгрузка и загрузка.

table-column-id = № в Журнале
table-column-name = ФИО
table-part-parent = Родитель { $n }: { $field }
table-part-office = Роль { $n }: { $field }
table-pupils = Ученики
table-staff = Сотрудники

table-sheet = «{ $name }», таблица «{ $table }»:
table-unknown-column = столбец { $letters } «{ $head }» не прочитан: такого столбца в этой таблице нет. Назвать его: --map «{ $head }=СТОЛБЕЦ».
table-row = строка { $number }, { $title } — { $verdict }
table-verdict-new = новое
table-verdict-changed = изменится
table-verdict-same = без изменений
table-verdict-disputed = спорно
table-verdict-refused = не войдёт
table-more-rows = …и ещё { $count ->
        [one] { $count } строка
        [few] { $count } строки
       *[other] { $count } строк
    }{ $which ->
        [untaken] {" из тех, что не войдут"}
        [changed] {" из тех, что изменятся"}
       *[others] {""}
    }; все покажет --all
table-absent = нет в файле, остаются как есть: { $names }{ $rest ->
        [0] {""}
       *[other] {" "}и ещё { $rest }
    }
table-counts = новых { $new } · изменятся { $changed } · без изменений { $same } · спорных { $disputed } · не войдут { $refused } · нет в файле { $absent }
table-row-brings = { $kind } «{ $title }» — новое
table-row-of = { $kind } «{ $title }»: { $steps }
table-reason = Причина отказа
table-found = столбец { $letters } «{ $head }»: { $what }
table-found-elsewhere = «{ $head }»: { $what }

table-note-latin = латинские буквы приняты за похожие русские
table-note-zeros = вернулись нули, которые отбросила таблица
table-note-century = век понят по возрасту
table-note-table-number = число таблицы понято как дата
table-note-sex-number = 1 — мужской, 2 — женский
table-ask-one-word = одно слово: это фамилия?
table-ask-many-words = слов больше обычного: фамилия, имя и отчество — в разные столбцы
table-ask-word-order = похоже, фамилия стоит не первой
table-ask-capitals = написано одними большими (или малыми) буквами
table-ask-letters = русские и латинские буквы в одном слове, и по виду их не различить
table-ask-brackets = непонятно, что в скобках
table-ask-day-order = непонятно, где день, а где месяц: прочитано как день.месяц
table-ask-unlikely-day = день слишком далёкий для этого столбца
table-unread-name = это не похоже на имя
table-unread-day = это не день; пишут так: 14.03.2013
table-unread-time = это не время; пишут так: 16:00
table-unread-no-such-day = такого дня в календаре нет
table-unread-not-yet-born = этот день ещё не наступил: дата рождения с ошибкой
table-unread-phone = это не телефон, или нет кода города
table-unread-snils = в СНИЛС должно быть 11 цифр
table-unread-check-digits = последние две цифры СНИЛС не сходятся с остальными
table-unread-class = это не класс; пишут так: 7Б
table-unread-word-of = такого слова для этого столбца нет, а есть: { $words }
table-unread-word = такого слова для этого столбца нет
table-formula = здесь формула, и её значения в файле нет: сохраните файл в той программе, где его открывали
table-cell-error = здесь ошибка формулы: { $text }
table-bad-id = это не номер записи
table-no-such = в списке «{ $list }» нет «{ $text }»
table-several = в списке «{ $list }» таких, как «{ $text }», { $count }: допишите, который
table-twin = повтор: о том же — строка { $row }
table-by-name = в базе есть { $title }; тот ли это человек, по одному имени не видно
table-namesakes = в базе { $count ->
        [one] { $count } человек
        [few] { $count } человека
       *[other] { $count } человек
    } с таким именем: нужны дата рождения или СНИЛС
table-in-other-class = человек с таким именем учится в { $class }: тот же или однофамилец — нужна дата рождения
table-born-otherwise = человек с таким именем здесь уже есть, дата рождения { $day }: если это он, исправьте дату; если другой, примите спорное
table-other-class = в базе класс { $class }: переводят приказом, не таблицей
table-other-teacher = в базе сегодня руководит { $who }: другого, с его первым днём, впишите в «Классные руководители»
table-by-order = в базе { $stands }; меняют приказом
table-other-name = под этим номером в базе другое имя: { $stands }
table-two-persons = номера этой строки принадлежат двум разным людям
table-by-hand = изменено в программе вручную: { $stands }
table-same-parent = это { $title }: совпали имя и телефон, почта или дата рождения
table-no-name = нет фамилии
table-no-class = нет класса
table-initials = инициалы: впишите имя полностью
table-from-day = в классе с { $day }: в таблице день не назван

table-file-no-regular = { $file } — не обычный файл.
table-file-large = Файл { $file } больше { $most } МБ: такие таблицы не читаются. Оставьте в нём один лист с данными.
table-file-empty = В файле { $file } нет ни одной заполненной ячейки.
table-file-no-table = { $file } — не таблица: нужны CSV, XLSX или ODS.
table-file-old-excel = { $file } — книга старого Excel (.xls): откройте её и сохраните как .xlsx.
table-file-binary-excel = { $file } — двоичная книга Excel (.xlsb): откройте её и сохраните как .xlsx.
table-file-markup = { $file } — веб-страница под именем таблицы: откройте её в Excel и сохраните как .xlsx.
table-file-password = Файл { $file } закрыт паролем: снимите пароль и сохраните.
table-file-damaged = Файл { $file } повреждён и не прочитан.
table-file-damaged-after = Файл { $file } повреждён после ячейки { $letters }{ $row } и не прочитан.
table-file-unpacks = Файл { $file } распаковывается в слишком большой: так не бывает у таблиц, он не прочитан.
table-file-two-of-a-name = В архиве { $file } два файла { $name }: оставьте один из них.
table-file-many-sheets = В книге { $file } слишком много листов.
table-file-far-cell = В файле { $file } заполнена ячейка { $letters }{ $row }, а читаются { $rows } строк и { $columns } столбцов: удалите лишнее.
table-file-wide-row = В файле { $file } в строке { $row } столбцов больше, чем бывает в таблице: удалите лишние разделители.
table-file-much = В файле { $file } слишком много данных: от ячейки { $letters }{ $row } он не читается.
table-file-long-text = В файле { $file } слишком длинный текст в ячейке { $letters }{ $row }.
table-file-quote = В файле { $file } кавычка в строке { $row }, столбец { $letters }, не закрыта.
table-file-encoding = Строка { $line } файла { $file } в другой кодировке, чем остальные.
table-unwritable-long = Текст ячейки { $letters }{ $row } длиннее { $most } знаков: в таблицу он не войдёт.
table-unwritable-number = В ячейке { $letters }{ $row } не число.
table-unwritable-room = Строк или столбцов больше, чем бывает на листе: { $letters }{ $row }.
table-unwritable = Таблица не записана: ошибка программы.

table-asks-server = Читаю записи с сервера…
table-reads-file = Читаю файл…
table-reads-rows = Сверяю строки с базой…
table-server-unreachable = Сервер { $server } не отвечает: { $why }.
table-bad-address = «{ $server }» — не адрес сервера: проверьте раздел [server] настроек.
table-must-change-password = Сначала войдите в программу и смените стартовый пароль.
table-forbidden = Вашей роли это не разрешено.
table-password = Пароль { $login }:
table-no-password = Нет пароля: введите его в терминале или укажите файл с ним (--password-file, «-» — стандартный ввод).
table-no-such-table = Таблицы «{ $word }» нет. Есть: { $known }.

title-export = Выгрузка: { $list }
export-intro = Список со всеми столбцами в таблицу, которую читает и загрузка. В файле личные данные: храните его как журнал.
label-export-to = Файл
hint-export-to = имя с .xlsx или .csv; ~ — ваша папка; готовый файл не перезаписывается
export-which-form = имя файла должно кончаться на .xlsx или .csv
export-writes = Записываю таблицу…
export-not-here = В этой сборке нет таблиц: возьмите полную сборку программы.

export-several-need-xlsx = Таблиц несколько: укажите файл .xlsx или папку.
export-not-read = Список «{ $table }» вашей роли не виден.
export-done = Записано: { $tables ->
        [one] { $tables } таблица
        [few] { $tables } таблицы
       *[other] { $tables } таблиц
    }, { $rows ->
        [one] { $rows } строка
        [few] { $rows } строки
       *[other] { $rows } строк
    } — { $place }. В файле личные данные: храните его как журнал.

import-table-strange-sheet = Лист «{ $name }» не прочитан: не видно, что это за таблица.
import-table-no-heads = В файле { $file } не нашлось ни одного заголовка таблицы «{ $table }»: в какой-то из первых строк должны стоять названия столбцов. Назвать их: --map «ЗАГОЛОВОК=СТОЛБЕЦ».
import-table-of-what = Не видно, что за таблица в файле { $file }. Укажите: --into ТАБЛИЦА, где таблица — { $known }.
import-table-bad-name = «{ $name }» не подходит для имени: буквы, цифры, пробел, дефис, до 60 знаков.
import-table-bad-map = «{ $said }» не понятно: пишут --map «ЗАГОЛОВОК=СТОЛБЕЦ».
import-table-no-column = Столбца «{ $column }» нет. Есть: { $known }; «-» — не читать.
import-table-not-yours = Ваша роль не меняет списки: { $lists }.
import-table-foreign-ids = Номера «№ в Журнале» в файле — другой школы ({ $list }): строки узнаются не по ним.
import-table-too-many = Изменений { $count }, а одной загрузкой принимается { $most }: разделите файл.
import-table-checks = Сервер проверяет…
import-table-writes = Сервер записывает…
import-table-again = За это время записи изменил кто-то ещё: сверяю заново.
import-table-moved = Записи всё время меняет кто-то ещё: ничего не записано, повторите позже.
import-table-nothing = Записывать нечего.
import-table-dry = Это проверка: ничего не записано. Чтобы записать — то же с --apply.
import-table-sends = Номер действия: { $id }. Если ответ не придёт, по этому номеру видно, записано ли оно: zhurnal import undo { $id } --as ЛОГИН (без --apply ничего не отменяет).
import-table-done = Записано одним действием: новых { $new }, изменено { $changed }. Номер действия: { $id }.
import-table-dangers = Ничего не записано: посмотрите, что изменится в журналах, и, если всё верно, повторите с --agree.
import-table-server-refuses = Ничего не записано: исправьте эти строки и повторите.
import-table-untaken = «{ $name }», строка { $number }, { $title }: { $why }
import-undo-done = Загрузка отменена, записей затронуто: { $count }.
import-undo-dry = Это проверка: ничего не отменено. Чтобы отменить — то же с --apply.
import-undo-dangers = Ничего не отменено: посмотрите, что изменится в журналах, и, если всё верно, повторите с --agree.
import-undo-nothing = Отменять нечего: ни одна запись не вернётся.
import-undo-not-agreed = Ничего не отменено: за это время изменилось то, что будет в журналах. Посмотрите снова, без --apply.
import-undo-not-whole = Ничего не отменено: часть записей этого действия не ваши. Чужое действие отменяется только целиком: его отменит тот, кто его сделал, или администратор.
import-undo-refused = Ничего не отменено: сервер этого не принял. Посмотрите снова, без --apply, что останется и почему.
import-undo-stays = Останутся ({ $count }), потому что их изменили позже или на них что-то держится: { $names }{ $rest ->
    [0] {""}
   *[other] {" "}и ещё { $rest }
}
import-undo-not-yours = Останутся, потому что менять их вам сейчас нельзя: { $count }. Их вернёт тот, кому можно, например администратор.
import-undo-no-such = Действия с этим номером нет, или оно вам не видно: если его печатала загрузка, на которую не пришло ответа, ничего не записано — повторите её.
import-undo-would = Исчезнет записей: { $removed }; станет как раньше: { $changed }; вернётся: { $back }.
import-table-no-consents = { $count ->
        [one] У { $count } человека из файла
       *[other] У { $count } человек из файла
    } нет согласия на обработку данных ({ $clause }). Если согласия собраны, скажите их день и место: --consents "01.09.2026:папка 1".
import-table-consents = Вместе с ними вносятся согласия от { $on }: { $count }.
import-table-bad-consents = «{ $said }» — не день и место согласий. Пишите, например, --consents "01.09.2026:папка 1"; день — не позже сегодняшнего.
import-table-disputed = Спорные строки не вошли. Если всё, что в них предложено, верно, повторите с --take-disputed.
import-table-left-in = { $count ->
        [one] { $count } строка, которая не вошла, с причиной
        [few] { $count } строки, которые не вошли, с причинами
       *[other] { $count } строк, которые не вошли, с причинами
    } — в файле { $file }

# zhurnal slips
cli-usage-slips = zhurnal slips --class КЛАСС | --staff --to ФАЙЛ --as ЛОГИН
cli-command-slips = Логины и стартовые пароли класса или сотрудников: листки на разрез со строкой подписи и ведомость выдачи.
cli-value-class = КЛАСС
cli-arg-class = Чьи: ученики и родители этого класса, например 7Б.
cli-arg-staff = Чьи: сотрудники (кроме администраторов).
cli-arg-again = И тем, у кого уже есть пароль, свой или на прежнем листке: он перестанет действовать.
slips-whose = Скажите, кому выдать: --class 7Б — ученикам и родителям класса, --staff — сотрудникам.
slips-none-seen = Этот логин не видит ни одной учётной записи: пароли выдают администратор, а своему классу — классный руководитель.
slips-nobody = Выдавать некому: в классе «{ $of }» никого нет, или он не ваш.
slips-no-staff = Выдавать некому: сотрудников, кроме вас и администраторов, нет.
slips-all-have = { $count ->
    [one] У { $count } человека уже есть пароль, свой или на прежнем листке
    [few] У { $count } человек уже есть пароль, свой или на прежнем листке
   *[many] У { $count } человек уже есть пароль, свой или на прежнем листке
}: новый вместо него даст --again.
slips-gives = Выдаю пароли…
slips-not-given = { $name }: пароль не выдан. { $why } Выданные до этого — в файле.
slips-on-no-slip = { $name }: пароль выдан, но на листок не лёг: { $why } Выдайте этот пароль заново (--again); выданные до него — в файле.
slips-staff = сотрудники
slips-sheet = Ведомость выдачи данных для входа: имя, логин, подпись
slips-term = Срок выдачи: { $term } ({ $clause })
slips-done = { $count ->
    [one] Выдан { $count } пароль
    [few] Выдано { $count } пароля
   *[many] Выдано { $count } паролей
}, прежние сеансы закончены; у { $left } пароль уже был, свой или на прежнем листке, их не тронули. Листки и ведомость: { $place } (файл видите только вы; напечатав, удалите его).
slips-of-others = { $count ->
    [one] Пароль этого человека выдаёт другой, у него есть и должность в школе: { $names }. Обратитесь к администратору, а о пароле администратора — к тому, кто держит сервер.
   *[other] Пароли этих людей выдаёт другой, у них есть и должность в школе: { $names }. Обратитесь к администратору, а о пароле администратора — к тому, кто держит сервер.
}
slips-replaced = Тем временем кто-то выдал другие пароли: { $names }. Листки этих людей в { $place } не действуют, не раздавайте их. Остальные листки действуют: { $count }.
slips-not-kept = Листки и ведомость готовы, но кому они выданы, в «Выданных реквизитах» не записалось: допишите там.
slip-day = выдано { $day }
slip-children = { $count ->
    [1] ребёнок: { $names }
   *[other] дети: { $names }
}
slip-server = Сервер: { $server }
slip-login = Логин: { $login }
slip-password = Первый пароль: { $password }
slip-change = При первом входе пароль сменить.
slip-received = Получил(а): { $line }

# Пакет OneRoster: люди, классы, кто где учится и что ведёт — для других программ и из них.
cli-usage-import-oneroster = zhurnal import oneroster ФАЙЛ.zip --as ЛОГИН
cli-command-import-oneroster = Пакет OneRoster 1.2 или 1.1 (zip с CSV) — в школу на сервере: сначала проверка по строкам, с --apply — запись одним действием.
cli-arg-import-oneroster-file = Пакет OneRoster: zip с файлами CSV.
cli-arg-import-oneroster-all = Рассказать о каждой строке, а не о первых.
export-oneroster-zip = Пакет OneRoster — файл .zip: укажите --to ИМЯ.zip.
export-oneroster-no-year = Открытого учебного года нет: выгружать нечего.
export-oneroster-unnamed = Без имени в пакет никого не берут, поэтому не вошли: { $names }.
oneroster-homeroom = Классный час
oneroster-no-manifest = { $file } — не пакет OneRoster: в нём нет manifest.csv с версией.
oneroster-version = { $file } — пакет OneRoster версии { $version }, а читаются 1.1 и 1.2.
oneroster-delta = В пакете { $file } файл { $part }.csv — только изменения (delta): нужна полная выгрузка (bulk).
oneroster-no-file = В пакете { $file } нет файла { $part }.csv, хотя он объявлен.
oneroster-no-column = В пакете { $file } у файла { $part }.csv нет столбца «{ $column }».
oneroster-many-agents = { $file }: у пользователей пакета больше { $most } представителей (agentSourcedIds) — столько не читаем. Разделите пакет.
oneroster-several-schools = В пакете { $file } несколько школ: { $schools }. Загружается одна: оставьте её.
oneroster-unread-file = Файл { $name } не прочитан: отметки, шкалы и материалы так не загружаются.
oneroster-deleted = { $count ->
        [one] { $count } строка помечена
        [few] { $count } строки помечены
       *[other] { $count } строк помечено
    } к удалению и не прочитано: загрузка ничего не удаляет.

# Загрузка таблицы с экрана
title-import = Загрузка: { $list }
import-intro = Таблица CSV, XLSX или ODS. Сначала увидите, что она изменит, строка за строкой; запишется всё одним действием, и его можно отменить.
label-import-from = Файл
hint-import-from = путь к файлу; ~ — ваша папка
label-import-into = Что в нём
hint-import-into = по заголовкам столбцов этой таблицы
label-import-disputed = Спорные строки
hint-import-disputed = где имя совпало, а доказательства нет, или менявшие вручную записали иначе
import-disputed-leave = не брать
import-disputed-take = взять, как предложено
label-import-consents = Согласия
hint-import-consents = если собраны: день и место, 01.09.2026:папка 1
import-bad-consents = «{ $said }» — не день и место согласий. Пишите, например, 01.09.2026:папка 1; день — не позже сегодняшнего.
import-no-consents = { $count ->
        [one] У { $count } человека из файла
       *[other] У { $count } человек из файла
    } нет согласия на обработку данных ({ $clause }). Если собраны, впишите их день и место в поле «Согласия».
import-checks = Читаю файл и сверяю с базой…
import-no-heads = В файле { $file } не нашлось ни одного заголовка таблицы «{ $table }»: в какой-то из первых строк должны стоять названия столбцов, как в выгрузке.
import-not-signed-in = Ничего не сделано: сервер не знает, кто вы. Войдите и повторите.
import-moved = Ничего не записано: записи успел изменить кто-то ещё. Загрузите файл снова.
import-written = Записано из { $file }: новых записей { $new }, изменённых { $changed }. Отменить: Ctrl+Z; потом — по номеру из истории записи (Enter).
title-table-check = Загрузка: { $file }
title-undo-table = Отмена загрузки: { $file }
check-group-counts = Всего
check-group-untaken = Сервер не примет
check-group-refused = Не войдут
check-group-disputed = Спорные, не войдут
check-group-changed = Изменятся
check-group-notes = О файле
check-group-new = Новые
check-group-absent = Нет в файле, остаются как есть
check-group-left = Останутся: их изменили позже или на них что-то держится
why-table-nothing = Записывать нечего: всё уже так.
why-table-refused = Ничего не запишется: сначала исправьте строки, которые не примет сервер.
table-row-why = строка { $number }, { $title }: { $why }
table-row-why-untitled = строка { $number }: { $why }
table-no-column = в файле нет столбца «{ $field }», а сказать это нужно
table-unread-column = столбец { $letters } «{ $head }» не прочитан: такого столбца в этой таблице нет
check-counts = новых { $new } · изменятся { $changed } · без изменений { $same } · спорных { $disputed } · не войдут { $refused }
check-absent = нет в файле: { $count }

# Нагрузка из FET в школу, которая уже есть
fet-load = Из файла FET берётся, кто кому что ведёт: предметы, учителя, классы, группы, журналы. Уроки, звонки, кабинеты и состав подгрупп в школу, где уже работают, не переносятся.
table-matches = «{ $table }», уже есть в базе: { $names }{ $rest ->
        [0] {""}
       *[other] {" "}и ещё { $rest }
    }
cli-arg-import-fet-who = В школу на сервере, от имени этого логина: что в ней уже есть, узнаётся по названиям, и добавляется, кто кому что ведёт. Сначала — проверка.
cli-arg-import-fet-apply = Записать в школу на сервере: без этого — только проверка (с --as).
