# Командная строка: справка, ошибки в аргументах, команды и то, что они говорят.

cli-about = Журнал: классный журнал в терминале. Без команды открывается урок, который идёт сейчас.
cli-heading-usage = Вызов:
cli-heading-commands = Команды
cli-heading-arguments = Что указать
cli-heading-options = Параметры

cli-usage = zhurnal [ПАРАМЕТРЫ] [КОМАНДА]
cli-usage-demo = zhurnal demo [ПАРАМЕТРЫ]
cli-usage-serve = zhurnal serve [ПАРАМЕТРЫ]
cli-usage-import = zhurnal import ОТКУДА …
cli-usage-import-fet = zhurnal import fet ФАЙЛ.fet --solution ФАЙЛ.csv [ПАРАМЕТРЫ]
cli-usage-import-table = zhurnal import table ФАЙЛ --as ЛОГИН [ПАРАМЕТРЫ]
cli-usage-import-undo = zhurnal import undo НОМЕР --as ЛОГИН
cli-usage-export = zhurnal export ТАБЛИЦА --to ФАЙЛ --as ЛОГИН
cli-usage-breach = zhurnal breach ЧТО …
cli-usage-breach-list = zhurnal breach list --as ЛОГИН [ПАРАМЕТРЫ]
cli-usage-breach-show = zhurnal breach show НОМЕР --as ЛОГИН [ПАРАМЕТРЫ]
cli-usage-breach-since = zhurnal breach since НОМЕР --since ВРЕМЯ --ground ТЕКСТ --as ЛОГИН
cli-usage-breach-confirm = zhurnal breach confirm НОМЕР НОМЕР… --as ЛОГИН
cli-usage-breach-void = zhurnal breach void НОМЕР --as ЛОГИН
cli-usage-passwd = zhurnal passwd ЛОГИН [ПАРАМЕТРЫ]
cli-usage-doctor = zhurnal doctor [ПАРАМЕТРЫ]
cli-usage-keys = zhurnal keys [ПАРАМЕТРЫ]
cli-usage-regulation = zhurnal regulation ЧТО …
cli-usage-regulation-show = zhurnal regulation show [РЕГЛАМЕНТ] [ПАРАМЕТРЫ]
cli-usage-regulation-coverage = zhurnal regulation coverage [ПАРАМЕТРЫ]
cli-usage-regulation-try = zhurnal regulation try --rule ПРАВИЛО --form СРОК --ground ТЕКСТ --as ЛОГИН [ПАРАМЕТРЫ]
cli-usage-completions = zhurnal completions ОБОЛОЧКА
cli-usage-man = zhurnal man [КОМАНДА]

cli-command-demo = Целая вымышленная школа одной командой: сервер внутри, войти можно кем угодно. С --dir ПАПКА школа останется в этой папке до следующего запуска, без неё исчезнет после выхода.
cli-command-serve = Сервер школы. На пустой базе создаёт новую школу с администратором.
cli-command-import = Школа из файлов другой программы, сначала — проверкой.
cli-command-import-fet = Расписание FET с решением: учителя, классы, подгруппы, кабинеты, звонки и уроки. Учеников придумает.
cli-command-import-table = Таблица (CSV, XLSX, ODS) учеников, сотрудников или любого списка — в школу на сервере: сначала проверка по строкам, с --apply — запись одним действием.
cli-command-import-undo = Загрузку таблицы — назад одним действием: останется то, что с тех пор изменили или на чём что-то держится.
cli-command-export = Таблицы школы в файлы CSV или XLSX, которые читает zhurnal import table.
cli-command-breach = Утечки паролей: сообщения, и что под чужим паролем записано.
cli-command-breach-list = Список сообщений: чей пароль, когда узнали, когда сообщили, в срок ли.
cli-command-breach-show = Изменения под этим паролем: где, было, стало, когда принято, что с ними.
cli-command-breach-since = С какого времени изменения недействительны, если чужой входил раньше, чем сообщили.
cli-command-breach-confirm = Подтвердить отдельные изменения: они останутся.
cli-command-breach-void = Признать недействительными остальные: вернётся то, что было до них.
cli-command-passwd = Новый стартовый пароль вместо забытого, в том числе администратору. Для того, кто следит за сервером; сам сервер может работать.
cli-command-doctor = Что не в порядке и что с этим делать: терминал, настройки, сервер, часы, хранилище.
cli-command-keys = Все клавиши по местам, где они действуют.
cli-command-regulation = Правила регламентов школ.
cli-command-regulation-show = Все значения регламента, у каждого пункт и его слова; без имени — всех пяти.
cli-command-regulation-coverage = Чего требует регламент: что работает и какой проверкой это показано, что ещё будет и почему, что остаётся делом людей.
cli-command-regulation-try = Что станет с проведёнными уроками, если школа назначит свой срок: сколько закроется, станет поздними, откроется снова, будет в срок. С --write срок записывается.
cli-command-completions = Дополнение команд для оболочки: bash, elvish, fish, powershell, zsh.
cli-command-man = Страница руководства (roff) программы или одной команды.

cli-arg-help = Показать эту справку.
cli-arg-version = Показать версию.
cli-arg-config = Файл настроек (по умолчанию — в папке настроек пользователя).
cli-arg-dir = Папка, в которой программа держит всё своё.
cli-arg-now = Поставить часы: 2026-11-16T09:26 (московское время); дальше они идут сами. Для показа: настоящий сервер такому времени не верит.
cli-arg-login = Чей журнал открыть (по умолчанию — вошедшего последним).
cli-arg-role = Кем войти: teacher, class-teacher, deputy, director, admin, parent, pupil, psychologist, registrar, hr, scheduler, district, first-sign-in.
cli-arg-size = Размер школы: small — четыре класса, school — 33 класса (по умолчанию).
cli-arg-timetable = Школа из расписания FET (файл .fet) вместо вымышленной.
cli-arg-demo-solution = Решение этого расписания (CSV). Без него расписание решит fet-cl, если он установлен.
cli-arg-solution = Решение расписания: файл *_timetable.csv, который выгружает FET.
cli-arg-serve-profile = Регламент новой школы, если база пуста: sergiev-posad-14 (по умолчанию), krasnozavodsk-1, sgo-154, epos-ohansk-1, solo-kommunar-2.
cli-arg-profile = Регламент школы: sergiev-posad-14 (по умолчанию), krasnozavodsk-1, sgo-154, epos-ohansk-1, solo-kommunar-2.
cli-arg-no-tui = Без экрана: напечатать адрес и логины и работать, пока не остановят.
cli-arg-listen = Адрес и порт сервера, например 127.0.0.1:8470.
cli-arg-trusted-proxy = Прокси перед сервером, которому верить, от кого запрос (X-Forwarded-For); можно указать несколько раз.
cli-arg-database = База: файл SQLite или postgres://пользователь@сервер/база.
cli-arg-file = Файл расписания FET.
cli-arg-dry-run = Только проверить: показать, что будет и что не войдёт. Ничего не записывать.
cli-arg-title = Название школы (по умолчанию — из файла).
cli-arg-from = Первый день, на который заводятся уроки, например 2026-11-02 (по умолчанию — сегодня: никто не начинает с незаполненного).
cli-arg-until = Последний день, на который заводятся уроки.
cli-arg-start-password-file = Файл с одним стартовым паролем на всех (- — прочитать со стандартного ввода); каждый сменит его при первом входе.
cli-arg-classes = Что в файле — классы: years — годы, groups — их группы, subgroups — подгруппы групп (по умолчанию видно по часам занятий, проверка говорит, что взято).
cli-arg-without-marks = Параллели без отметок через запятую, например 1.
cli-arg-all = Показать всё, что не вошло, а не примеры.
cli-arg-add = Добавить школу в базу, в которой школа уже есть.
cli-arg-logins = Куда записать логины и стартовые пароли, у каждого свой (файл увидит только владелец).
cli-arg-account = Чей пароль: логин.
cli-arg-school = Номер школы, если в базе их несколько (по умолчанию — school из раздела [serve] настроек).
cli-arg-json = Ответ для программ.
cli-arg-format = Вид: text — для терминала (по умолчанию), markdown — для страницы.
cli-arg-regulation-show-id = Регламент: sergiev-posad-14, krasnozavodsk-1, sgo-154, epos-ohansk-1 или solo-kommunar-2.
cli-arg-regulation-show-file = Файл своего регламента: если в нём ошибка, будет названа строка.
cli-arg-regulation = Только один регламент: sergiev-posad-14, krasnozavodsk-1, sgo-154, epos-ohansk-1 или solo-kommunar-2.
cli-arg-regulation-try-rule = Правило: срок или окно, для которого школа назначает своё.
cli-arg-regulation-try-form = Вид срока.
cli-arg-regulation-try-count = Сколько минут, дней или месяцев — если вид срока их считает.
cli-arg-regulation-try-hour = Час, например 16:00, — если он есть в виде срока.
cli-arg-regulation-try-ground = Основание: приказ, его номер и день; его назовёт отказ.
cli-arg-regulation-try-write = Записать показанное: без этого — только проверка.
cli-arg-regulation-try-server = Адрес сервера, если не тот, что в настройках.
cli-arg-shell = Оболочка: bash, elvish, fish, powershell, zsh.
cli-arg-page = Команда, о которой страница.

cli-arg-import-table-file = Файл с таблицей: CSV, XLSX или ODS.
cli-arg-import-table-all = Рассказать о каждой строке, а не о первых.
cli-arg-breach = Номер сообщения из zhurnal breach list.
cli-arg-changes = Номера изменений из zhurnal breach show.
cli-arg-since = Время: 2026-11-16T09:30.
cli-arg-ground = Основание: откуда это известно.
cli-arg-breach-list-format = Вид: text — для печати (по умолчанию), csv — для таблицы.
cli-arg-breach-show-format = Вид: text — для печати (по умолчанию), csv — для таблицы.
cli-arg-who = Чей логин: всё записанное будет от его имени.
cli-arg-password-file = Файл с паролем (- — стандартный ввод); без него пароль спрашивается.
cli-arg-into = Что за таблица: pupils — ученики, staff — сотрудники или список (person, class, room…); без него видно по имени листа.
cli-arg-apply = Записать: без этого — только проверка.
cli-arg-take-disputed = Взять и спорные строки: всё, что в них предложено, верно.
cli-arg-consents = Согласия на обработку данных всех, о ком файл: их день и где они лежат.
cli-arg-agree = Согласиться с тем, что изменится в журналах.
cli-arg-heads = Что за столбец под этим заголовком, например «Кл.=entry.class»; «-» — не читать. Можно несколько.
cli-arg-mapping = Имя, под которым сохранить (и взять) названные заголовки.
cli-arg-refused = Куда записать строки, которые не вошли, с причинами (.csv или .xlsx).
cli-arg-gesture = Номер действия, который назвала загрузка.
cli-arg-what = Что выгрузить: pupils — ученики с родителями, staff — сотрудники, people — классы, сотрудники и ученики, all — всё, oneroster — пакет OneRoster текущего года (.zip), или один список (person, class, room…).
cli-arg-slips-to = Файл, в который лягут листки на разрез и ведомость: текст для печати на A4.
cli-arg-to = Файл .csv или .xlsx (oneroster — .zip); без расширения — папка с файлами .csv.

cli-value-table = ТАБЛИЦА
cli-value-head = ЗАГОЛОВОК=СТОЛБЕЦ
cli-value-name = ИМЯ
cli-value-file = ФАЙЛ
cli-value-dir = ПАПКА
cli-value-time = ВРЕМЯ
cli-value-login = ЛОГИН
cli-value-role = РОЛЬ
cli-value-size = РАЗМЕР
cli-value-id = РЕГЛАМЕНТ
cli-value-number = НОМЕР
cli-value-addr = АДРЕС
cli-value-ip = АДРЕС
cli-value-url = БАЗА
cli-value-text = ТЕКСТ
cli-value-date = ДЕНЬ
cli-value-consents = ДЕНЬ:ГДЕ
cli-value-level = ЧТО
cli-value-grades = ПАРАЛЛЕЛИ
cli-value-format = ВИД
cli-value-shell = ОБОЛОЧКА
cli-value-rule = ПРАВИЛО
cli-value-form = СРОК
cli-value-count = СКОЛЬКО
cli-value-hour = ЧАС
cli-value-command = КОМАНДА

cli-see-help = Справка: { $command } --help
cli-extra-word = Лишнее слово «{ $word }».
cli-unknown-argument = Параметра «{ $arg }» нет.
cli-unknown-argument-near = Параметра «{ $arg }» нет; похож на него «{ $near }».
cli-unknown-command = Команды «{ $name }» нет.
cli-unknown-command-near = Команды «{ $name }» нет; похожа на неё «{ $near }».
cli-command-not-here = В этой сборке нет сервера, поэтому нет и команды «{ $name }»: возьмите полную сборку.
cli-value-missing = Для { $arg } нужно значение.
cli-value-not-one-of = «{ $value }» для { $arg } не подходит. Можно: { $known }.
cli-value-bad = «{ $value }» для { $arg } не подходит.
cli-hint-now = Пишут так: 2026-11-16T09:26.
cli-hint-listen = Пишут так: 127.0.0.1:8470.
cli-hint-trusted-proxy = Пишут так: 127.0.0.1.
cli-hint-from = Пишут так: 2026-11-02.
cli-hint-until = Пишут так: 2026-12-27.
cli-argument-missing = Не хватает: { $arg }.
cli-argument-conflict = { $arg } и { $other } вместе не бывают.
cli-option-astray = { $arg } перед командой не пишут: он для программы без команды (или после команды, если она его знает).
cli-arguments-wrong = Эти параметры вместе не понятны.

cli-no-terminal = Журналу нужен терминал: ввод и вывод нельзя направлять в файл или другую программу.
cli-terminal-failed = Терминал не отвечает: { $why }.
cli-unsent = { $count ->
        [one] Не отправлено: { $count } запись. Она сохранена на этом компьютере и уйдёт
        [few] Не отправлено: { $count } записи. Они сохранены на этом компьютере и уйдут
       *[other] Не отправлено: { $count } записей. Они сохранены на этом компьютере и уйдут
    } при следующем запуске.
cli-crashed-report = Программа остановилась из-за своей ошибки. Всё, что было на экране, сохранено. Отчёт для разработчиков: { $file }
cli-crashed = Программа остановилась из-за своей ошибки ({ $what }). Всё, что было на экране, сохранено.
cli-no-randomness = Система не даёт случайных чисел: без них нет ни паролей, ни сеансов.
cli-refused = Система отказала программе: { $why }.
config-stops-serve = { $problems } Сервер не запущен: с чужими настройками он открыл бы другую базу.
config-stops-import = { $problems } Импорт не начат: с чужими настройками он записал бы школу в другую базу.
config-stops-tables = { $problems } Ничего не сделано: с чужими настройками это был бы другой сервер.
config-stops-passwd = { $problems } Пароль не изменён: с чужими настройками он изменился бы в другой базе.
config-stops = { $problems } Проверьте --config.
cli-no-folder = Папку { $folder } не удаётся создать: { $why }.

notes-left-aside = { $file }, строка { $line }: «{ $source }» — не понято. Действуют значения по умолчанию (подробно: zhurnal doctor).
notes-passed-over = { $file }, строка { $line }: «{ $source }» — не понято и пропущено (подробно: zhurnal doctor).
notes-more = И ещё { $count }.

regulation-page = Значения регламентов
regulation-page-how = Напечатано командой `zhurnal regulation show --format markdown`.
regulation-unknown = Регламента «{ $id }» нет. Есть: { $known }.
regulation-no-file = Файл регламента { $path } не читается.
regulation-bad = { $path }, строка { $line }, столбец { $column }: { $says } — так написать нельзя ({ $why }).
regulation-unknown-key = { $path }, строка { $line }, столбец { $column }: ключа «{ $key }» здесь не бывает.
regulation-unknown-key-near = { $path }, строка { $line }, столбец { $column }: ключа «{ $key }» здесь не бывает; похож на него «{ $near }».
regulation-too-big = Файл регламента { $path } больше { $most } КиБ: столько правил в регламенте не бывает.
regulation-clause-alone = (только пункт)
regulation-no-end = без срока, пока идёт учебный год
regulation-key = Что
regulation-value = Значение
regulation-clause = Пункт
regulation-words = Его слова
try-moves-nothing = Ни с одним проведённым уроком ничего не станет.
try-dry = Это проверка: ничего не записано. Записать: то же с --write.
try-written = Записано: срок действует.
try-unchanged = Такое правило уже действует: записывать нечего.
try-refused = Ничего не записано: сервер этого не принял.
try-moved = Ничего не записано: за это время изменилось то, что показано. Посмотрите снова, без --write.
keys-column-key = Клавиши
keys-column-action = Действие
keys-column-name = Имя для настроек

## База данных

database-bad-url = «{ $url }» — не адрес базы. Пишут путь к файлу SQLite или postgres://пользователь@сервер/база.
database-no-folder = Папки { $folder } для базы нет: создайте её или исправьте путь.
database-newer = База { $name } создана более новой программой (версия { $found }, здесь { $known }): обновите эту.
database-has-school = В базе { $name } эта школа уже есть.
database-busy = База { $name } сейчас не отвечает: { $why }. Проверьте, запущена ли она и не занята ли, и повторите.
database-foreign = База { $name } — другой программы (таблица { $table }): журнал в неё не пишет. Укажите другую (--database).
database-damaged = Файл базы { $name } повреждён, и журнал его не открывает: отложите его вместе с соседними -wal и -shm и верните из резервной копии.
database-tls = База { $name }: такого защищённого соединения нет ({ $setting }). sslmode — disable, prefer, require, verify-ca или verify-full; sslrootcert — файл PEM с сертификатами удостоверяющих центров (при require, verify-ca и verify-full) или system (только при verify-full).
database-no-space = На диске нет места для базы { $name }: освободите его и повторите.
database-served = База { $name } уже открыта другим сервером{ $process ->
        [none] {""}
       *[other] {" "}(процесс { $process })
    }: остановите его или укажите другую базу (--database, для demo — другую папку, --dir).
database-unwritable = В базу { $name } нельзя записать: { $why }. Проверьте, на месте ли файл, есть ли место на диске и права на запись, и повторите.
database-dangling = База { $name } — ссылка на файл, которого нет: подключите диск, на котором он лежит, или верните файл. Новую школу начинают без ссылки.
database-lost = Файла базы { $name } нет, или он пуст, а сервер с ним уже работал: рядом лежит { $lock }. Верните базу на место или из резервной копии; если школа начинается заново, удалите { $lock }.
database-failed = База { $name } не открывается: { $why }.

## Показательная школа

demo-role-teacher = Учитель
demo-role-class-teacher = Классный руководитель
demo-role-deputy = Завуч
demo-role-director = Директор
demo-role-admin = Администратор
demo-role-parent = Родитель
demo-role-pupil = Ученик
demo-role-psychologist = Психолог
demo-role-registrar = Секретарь
demo-role-hr = Кадры
demo-role-scheduler = Диспетчер расписания
demo-role-district = Управление образования
demo-role-first-sign-in = Первый вход (сменить пароль)

demo-building = Строю школу…
demo-built = { $classes ->
    [one] { $classes } класс
    [few] { $classes } класса
   *[many] { $classes } классов
}, { $pupils ->
    [one] { $pupils } ученик
    [few] { $pupils } ученика
   *[many] { $pupils } учеников
}, { $teachers ->
    [one] { $teachers } учитель
    [few] { $teachers } учителя
   *[many] { $teachers } учителей
}, { $lessons ->
    [one] { $lessons } урок
    [few] { $lessons } урока
   *[many] { $lessons } уроков
}. Записываю…
demo-ready = Готово за { $seconds } с.
demo-rows-refused = { $count ->
    [one] { $count } строка решения не стала уроком
    [few] { $count } строки решения не стали уроками
   *[many] { $count } строк решения не стали уроками
}: почему, скажет zhurnal import fet … --dry-run.
demo-solving = Решаю расписание программой { $solver } (не дольше { $seconds } с)…
demo-no-solver = Нужно решение расписания: укажите --solution ФАЙЛ.csv (в FET: «Файл → Экспорт в CSV») или установите { $solver } (apt-get install fet).
demo-not-solved = { $solver } не нашла решения. Решите расписание в FET и укажите --solution ФАЙЛ.csv.
demo-made-small = малая школа
demo-made-school = большая школа
demo-made-timetable = школа из расписания FET
demo-other-school = В папке { $dir } уже есть другая школа ({ $made }, регламент { $profile }): продолжите её без --size, --timetable и --profile или укажите другую папку.
demo-no-such-role = Роли «{ $role }» в этой школе ни у кого нет. Есть: { $known }.
demo-running = Школа в папке { $dir } уже открыта ({ $url }): в другом окне к ней можно только присоединиться, без --no-tui, --listen и --now.
demo-database-lost = Файла базы { $name } нет. Верните его на место; чтобы показательная школа началась заново, удалите папку { $dir }.
demo-being-built = Школу в папке { $dir } сейчас строит другая программа: подождите и повторите.
demo-not-a-demo = В папке { $dir } лежит база школы, но не показательной: укажите другую папку.
demo-no-folder = В папку { $dir } не удаётся записать: { $why }.
demo-solver-failed = Программа { $solver } не запускается: { $why }. Решите расписание в FET и укажите --solution ФАЙЛ.csv.
demo-record-broken = Файл { $file } не понят: укажите другую папку.
demo-server-broke = Сервер остановился из-за своей ошибки; записанное осталось на диске.

## Сервер

serve-new-school = Новая школа
serve-admin = Администратор
serve-profile-too-late = В базе уже есть школа: её регламент остаётся, --profile действует только на пустой базе.
serve-school-made = База { $database } была пуста: создана «{ serve-new-school }», её регламент: { $regulation } (другой выбирает --profile при создании). Вход: { $login }, стартовый пароль: { $password } — показан один раз, при первом входе его нужно сменить. Готовую школу внесёт zhurnal import: эту, пока она пуста, он заменит.
serve-ready = База: { $database }. Остановить: Ctrl+C.
serve-no-such-school = Школы с номером { $number } в базе { $database } нет: исправьте school в разделе [serve] настроек. Есть: { $known }.
serve-several-schools = Школ в базе несколько: { $known }. Номер своей указывают в настройках клиента (раздел [server], school) или один на всех — в разделе [serve].
serve-stopping = Останавливаюсь: дописываю начатое.
serve-bad-address = «{ $address }» — не адрес. Пишут так: 127.0.0.1:8470, для всей сети — 0.0.0.0:8470.
serve-port-taken = Адрес { $address } уже занят другой программой: укажите другой порт (--listen).
serve-port-forbidden = Адрес { $address } нельзя занять без прав администратора: укажите порт больше 1023 (--listen).
serve-not-ours = Адрес { $address } не у этого компьютера: укажите свой (--listen).
serve-cannot-listen = Адрес { $address } не удаётся занять: { $why }.
serve-bad-log = Настройка log: «{ $filter }» не понята, взято info. Можно: error, warn, info, debug, trace.

## Новый стартовый пароль

passwd-no-database = В { $name } школы ещё нет, и менять пароль некому. Укажите базу: --database.
passwd-several-schools = Школ в базе { $name } несколько: { $known }. Укажите номер: --school НОМЕР.
passwd-no-such-school = Школы с номером { $number } в базе { $name } нет. Есть: { $known }.
passwd-unknown = Логина «{ $login }» в школе «{ $school }» нет.
passwd-done = { $name }, логин { $login }: все сеансы закончены. Новый стартовый пароль — в следующей строке; он показан один раз, при первом входе его нужно сменить.

## Импорт

file-missing = Файла { $file } нет.
file-unreadable = Файл { $file } не читается: { $why }.
file-not-text = Файл { $file } не текст в кодировке UTF-8.
file-unwritable = Файл { $file } не записывается: { $why }.

import-coming = «{ $school }», уроки с { $from } по { $until }. Будет:
import-classes = Классы ({ $count })
import-groups = Подгруппы и сборные группы ({ $count })
import-teachers = Учителя ({ $count })
import-subjects = Предметы ({ $count })
import-rooms = Кабинеты ({ $count })
import-bells = Звонки ({ $count })
import-divisions = Классами взяты:
import-division-years-hours = годы ({ $classes }): { $sets }. Ученик учится в неделю { $whole } ч со всем годом и { $apart } ч в своей группе.
import-division-years-no-parts = годы без групп ({ $classes }): { $sets }.
import-division-years-overlap = годы, группы которых пересекаются ({ $classes }): { $sets }.
import-division-years-asked = годы, как указано ({ $classes }): { $sets }.
import-division-groups-hours = группы ({ $classes }) годов: { $sets }. Ученик учится в неделю { $apart } ч в своей группе и { $whole } ч со всем годом.
import-division-groups-asked = группы, как указано ({ $classes }), годов: { $sets }.
import-division-subgroups-hours = подгруппы ({ $classes }) групп: { $sets }. Ученик учится в неделю { $apart } ч в своей подгруппе и { $whole } ч со всей группой.
import-division-subgroups-asked = подгруппы, как указано ({ $classes }), групп: { $sets }.
import-divisions-other = Если не так: --classes years (годы), groups (группы) или subgroups (подгруппы).
import-and-more = { $names } и ещё { $count }
import-large = { $count ->
    [one] В { $count } классе
   *[many] В { $count } классах
} больше { $limit } учеников — так в файле: { $names }.
import-single = { $count ->
    [one] В { $count } классе
   *[many] В { $count } классах
} один ученик — так в файле: { $names }.
import-pupils = Ученики: { $count }, все придуманы: в расписании их нет
import-parents = Родители: { $count }, тоже придуманы, для одного класса: чтобы было с чем попробовать
import-nameless = Ничьи учётные записи, названные по ролям: { $logins }. Кто эти люди, файл не говорит
import-without-marks = Без отметок: { $classes }
import-with-marks = Отметки ставят во всех классах. Если в первых их нет: --without-marks 1
import-journals = Журналы: { $count }
import-weekly = Уроки одной недели: { $count }
import-lessons = Уроки с { $from } по { $until }: { $count }
import-calendar = Учебный год: отчётных периодов { $periods }, каникул и праздников { $holidays }.
import-rows = Строк решения: { $rows }. Стали уроками: { $taken }. Не вошли: { $refused }.
import-refused-kind = { $kind }: { $count }
import-refused-more = Показаны примеры; всё, что не вошло, покажет --all.
import-refused-row = строка { $row }, занятие { $activity }: { $why }
import-refused = занятие { $activity }: { $why }
import-cleaned = { $count ->
    [one] Из { $count } названия убраны управляющие знаки, теперь оно такое
   *[many] Из { $count } названий убраны управляющие знаки, теперь они такие
}: { $names }.
import-dry = Это проверка: ничего не записано. Чтобы записать, повторите без --dry-run; чтобы провести пробный урок в любой день: zhurnal demo --timetable ФАЙЛ.fet --solution ФАЙЛ.csv --now 2026-11-16T09:26.
import-no-passwords = Укажите --logins ФАЙЛ.csv, куда записать стартовые пароли (у каждого свой), или файл с одним паролем на всех: --start-password-file ФАЙЛ (- — стандартный ввод).
password-unread = Пароль не прочитан: { $why }.
import-password-lines = В { $file } должна быть одна строка: стартовый пароль.
import-password-short = Стартовый пароль короче 8 знаков (файл { $file }).
import-password-common = Стартовый пароль слишком простой, его подбирают первым (файл { $file }).
import-no-days = Первый день позже последнего: проверьте --from и --until.
import-hashing = { $count ->
    [one] Готовлю { $count } стартовый пароль…
    [few] Готовлю { $count } стартовых пароля…
   *[many] Готовлю { $count } стартовых паролей…
}
import-school-there = В базе { $name } уже есть школа «{ $school }», импорт её не заменяет: укажите другую базу (--database), добавьте школу к ней (--add) или возьмите в эту, кто кому что ведёт (--as ЛОГИН).
import-nothing-to-add-to = В базе { $name } ещё нет школы: повторите без --add.
import-over = Пустая школа «{ $title }» заменена этой; прежний пароль её администратора больше не действует. Если сервер этой базы работает, перезапустите его: до этого он называет школу по-старому.
import-number = Номер школы: { $number }. Его указывают в настройках клиентов: раздел [server], school = { $number }. В базе ещё: { $others }.
import-same-title = В базе { $name } уже есть школа «{ $title }» (номер { $number }). Чтобы добавить ещё одну, назовите её иначе: --title ТЕКСТ.
import-cannot = Записать не получится: { $why }
import-needs-passwords = Для записи понадобится ещё --logins ФАЙЛ.csv (пароль у каждого свой) или --start-password-file ФАЙЛ (один на всех).
import-partial = { $count ->
    [one] Не вошло { $count } занятие
    [few] Не вошли { $count } занятия
   *[many] Не вошли { $count } занятий
}: причины названы выше.
import-lost = Ошибка программы: строки решения { $rows } потеряны, поэтому ничего не записано.
import-done = { $lessons ->
    [one] Записан { $lessons } урок
    [few] Записаны { $lessons } урока
   *[many] Записано { $lessons } уроков
} в базу { $database }.
import-logins-in = Логины и стартовые пароли — в файле { $file }
import-one-password = Стартовый пароль у всех тот, который вы указали; каждый сменит его при первом входе.
import-logins-there = Файл { $file } уже есть и не перезаписан: назовите другой.
import-logins-login = Логин
import-logins-password = Стартовый пароль
import-logins-name = Кто
import-logins-role = Роль
import-logins-class = Класс

fet-empty = Файл расписания пуст.
fet-not-xml = Это не файл FET: это не XML.
fet-not-fet = Это не файл FET: он начинается с <{ $root }>, а не с <fet>.
fet-xml = Файл FET испорчен, строка { $line }: разметка XML нарушена. Сохраните его в FET заново.
fet-cut = Файл FET обрывается на строке { $line }: скопируйте его заново целиком.
fet-lacks = В файле FET нет { $what ->
    [days] дней недели
    [hours] часов (звонков)
   *[activities] занятий
}: такое расписание не взять.
fet-mode = Расписание вида «{ $mode }» не берётся: его дни — не дни недели.
fet-header = Это не решение FET: первая строка — { $found }. Нужен файл *_timetable.csv.
fet-csv = Решение испорчено, строка { $line }: это не таблица CSV. Выгрузите его из FET заново.
fet-columns = Решение испорчено, строка { $line }: столбцов { $found }, а нужно { $wanted }. Выгрузите его из FET заново.
fet-other-solution = Это решение другого расписания: из { $rows } его строк к файлу подходит { $matching }.

fet-kind-unknown-activity = Нет такого занятия
fet-kind-inactive = Выключены в файле
fet-kind-no-students = Некого учить
fet-kind-no-teacher = Нет учителя
fet-kind-not-placed = FET не нашла места
fet-kind-no-row = Нет в решении
fet-kind-unknown-day = Нет такого дня
fet-kind-unknown-hour = Нет такого часа
fet-kind-unknown-teacher = Нет такого учителя
fet-kind-unknown-subject = Нет такого предмета
fet-kind-unknown-students = Нет такого класса или группы
fet-kind-differs = Не то, что в файле
fet-kind-teacher-busy = Учитель занят
fet-kind-students-busy = Ученики заняты
fet-kind-no-date = Нет учебного дня
fet-reason-unknown-activity = такого занятия в файле нет
fet-reason-inactive = занятие в файле выключено
fet-reason-no-students = некого учить: это не урок
fet-reason-no-teacher = учитель не указан
fet-reason-not-placed = FET не нашла ему места
fet-reason-no-row = в решении его нет
fet-reason-unknown-day = дня «{ $day }» в файле нет
fet-reason-unknown-hour = часа «{ $hour }» в файле нет
fet-reason-unknown-teacher = учителя «{ $teacher }» в файле нет
fet-reason-unknown-subject = предмета «{ $subject }» в файле нет
fet-reason-unknown-students = класса или группы «{ $students }» в файле нет
fet-reason-differs = { $what ->
    [teachers] учитель в решении «{ $solution }», а в файле «{ $file }»
    [students] класс в решении «{ $solution }», а в файле «{ $file }»
   *[subject] предмет в решении «{ $solution }», а в файле «{ $file }»
}
fet-reason-teacher-busy = у учителя «{ $teacher }» в это время занятие { $other }
fet-reason-students-busy = у «{ $students }» в это время занятие { $other }
fet-reason-no-date = на «{ $day }» в этот срок не приходится ни одного учебного дня

## Проверка машины

doctor-good = [ок]
doctor-doubtful = [!!]
doctor-broken = [××]
doctor-terminal = Терминал: { $term }.
doctor-no-terminal = Вывод идёт не в терминал: размер окна не проверен.
doctor-no-terminal-do = Запустите zhurnal doctor прямо в терминале, без | и >.
doctor-size = Окно: { $columns }×{ $rows }.
doctor-size-do = Увеличьте окно: нужно не меньше { $columns }×{ $rows }.
doctor-colours-none = Цвета: нет. Всё видно и без них.
doctor-colours-8 = Цвета: 8.
doctor-colours-16 = Цвета: 16.
doctor-colours-256 = Цвета: 256.
doctor-colours-true = Цвета: все.
doctor-signs-unicode = Знаки: все (кодировка { $locale }).
doctor-signs-linux = Знаки: рамки и стрелки, как в консоли Linux.
doctor-signs-ascii = Знаки: только ASCII, потому что кодировка не UTF-8 ({ $locale }). Русские буквы могут не показаться.
doctor-signs-ascii-do = Поставьте LANG=ru_RU.UTF-8 (или C.UTF-8); если терминал всё умеет — glyphs = "unicode" в настройках.
doctor-config = Настройки: { $file }.
doctor-config-none = Настройки: по умолчанию (файла { $file } нет, он и не нужен).
doctor-config-file-do = Проверьте имя этого файла и право его читать; образец настроек — config.example.toml.
doctor-config-do = Исправьте эту строку; образец всех ключей — config.example.toml.
doctor-config-serve-do = Исправьте эту строку: пока она такая, zhurnal serve с этими настройками не запустится.
doctor-server = Сервер { $url }: «{ $school }», версия { $version }, ответил за { $took } мс.
doctor-server-slow-do = Линия медленная: ввод отметок её не ждёт, но страницы открываются дольше.
doctor-bad-address = Адрес сервера «{ $url }» не понят.
doctor-bad-address-do = В настройках, раздел [server]: url = "http://сервер:8470" или "https://…".
doctor-unreachable = Сервер { $url } не отвечает: { $why }.
doctor-authority = Сертификат удостоверяющего центра { $file } не читается: { $why }.
doctor-authority-do = В настройках, раздел [server]: ca_file — файл PEM; пусто — доверять тем, что знает система.
doctor-unreachable-do = Проверьте сеть и адрес url в настройках. Урок можно вести и так: записанное уйдёт, когда сервер появится.
doctor-other-version = Сервер { $url } другой версии.
doctor-other-version-do = Обновите программу или сервер: их версии должны подходить друг другу.
doctor-unwell = Сервер { $url } отвечает, но работать сейчас не может ({ $code }).
doctor-unwell-do = Повторите через минуту; если не помогло, посмотрите журнал сервера.
doctor-extra-path = Адрес сервера { $url } записан с лишним «{ $extra }».
doctor-elsewhere = По адресу { $url } журнала нет, а по похожему — есть.
doctor-elsewhere-do = В настройках, раздел [server]: url = "{ $better }".
doctor-not-ours = По адресу { $url } отвечает не журнал.
doctor-not-ours-do = Проверьте url в настройках: там адрес сервера журнала, без /api в конце.
doctor-unready = Сервер { $url } отвечает, но записывать не может.
doctor-unready-now = Сервер { $url } отвечает, но работать сейчас не может: занят или останавливается.
doctor-database-other-do = Запустите zhurnal doctor от имени того, от чьего работает сервер.
doctor-unready-do = На сервере: есть ли место на диске, на месте ли файл базы, можно ли в него писать; что именно — скажет там zhurnal doctor. Если всё на месте, перезапустите сервер: файлы базы подменяли или удаляли под ним. Записанное у учителей ждёт и уйдёт само.
doctor-database = База сервера: { $name }.
doctor-database-asked = База { $name } — PostgreSQL: её спрашивает только сервер, и пишет ли он в неё, сказано в строке о сервере. Запустите zhurnal serve: он скажет, если она не отвечает.
doctor-database-none = База сервера: { $name } — сервер сделает её при первом запуске.
doctor-database-do = Пока это так, сервер с ней не работает: записанное у учителей ждёт на их компьютерах.
doctor-database-space = Диск базы { $name }: свободно { $megabytes } МБ.
doctor-clock = Часы: с сервером расходятся не больше чем на 2 минуты ({ $seconds } с).
doctor-clock-behind = Часы этого компьютера отстают от часов сервера на { $span }.
doctor-clock-ahead = Часы этого компьютера спешат относительно часов сервера на { $span }.
doctor-clock-do = Поправьте часы (или включите их проверку по сети): по ним считаются опоздания и сроки, пока нет связи.
doctor-store = Папка программы: { $folder }.
doctor-store-refused = В папку программы { $folder } не записать: { $why }.
doctor-store-refused-do = Верните себе право писать в неё или укажите другую: --dir ПАПКА.
doctor-space = Свободно на диске: { $megabytes } МБ.
doctor-space-do = Освободите место: без него отметки не сохраняются.
doctor-account = Учётная запись { $login } на { $server }: всё на сервере.
doctor-account-pending = Учётная запись { $login } на { $server }: { $count ->
    [one] { $count } запись ещё не на сервере
    [few] { $count } записи ещё не на сервере
   *[many] { $count } записей ещё не на сервере
}.
doctor-account-pending-do = Откройте журнал при работающей сети: они уйдут сами.
doctor-account-troubles = Учётная запись { $login } на { $server }: { $count ->
    [one] { $count } запись ждёт вашего решения
    [few] { $count } записи ждут вашего решения
   *[many] { $count } записей ждут вашего решения
}.
doctor-account-troubles-do = Откройте журнал и нажмите F8.
doctor-account-damaged = Учётная запись { $login } на { $server }: часть записанного на этом компьютере могла не прочитаться с диска.
doctor-account-damaged-do = Пусть владелец проверит свои последние уроки. В папке учётной записи лежит копия журнала записи (…-wal-damaged): когда всё проверено, уберите её; диск проверьте.
doctor-account-broken = Учётная запись { $login } на { $server }: её хранилище не открывается.
doctor-fault-disk-full = На диске нет места: освободите его.
doctor-fault-closed = Файл закрыт для вас: верните право читать и писать его.
doctor-fault-in-use = Файл занят: закройте другие окна журнала и повторите.
doctor-fault-newer = Файл записан более новой программой: обновите эту.
doctor-fault-damaged = Файл повреждён: сохраните его копию и позовите администратора; после этого папку можно убрать, страницы придут с сервера снова.
doctor-fault-io = Диск не отвечает: повторите, а если не помогло, позовите администратора.
doctor-sum-good = Всё в порядке.
doctor-sum-doubtful = Работать можно; на отмеченное [!!] стоит взглянуть.
doctor-sum-broken = Отмеченное [××] не работает.
