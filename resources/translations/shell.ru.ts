<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>Errors</name>
        <message>
            <source>The server does not answer. Nothing typed is lost; try again.</source>
            <translation>Сервер не отвечает. Введённое не потеряно; попробуйте ещё раз.</translation>
        </message>
        <message>
            <source>Something went wrong inside the program. What was saved is safe; what you typed is kept.</source>
            <translation>Внутри программы что-то сломалось. Сохранённое цело, введённое не потеряно.</translation>
        </message>
    </context>
    <context>
        <name>ItemWindow</name>
        <message>
            <source>Read again</source>
            <translation>Обновить</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Закрыть</translation>
        </message>
    </context>
    <context>
        <name>CommandPalette</name>
        <message>
            <source>What would you like to do?</source>
            <translation>Что сделать?</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>Палитра команд</translation>
        </message>
        <message>
            <source>Nothing like that here.</source>
            <translation>Ничего похожего нет.</translation>
        </message>
    </context>
    <context>
        <name>PersonMenu</name>
        <message>
            <source>Compact rows</source>
            <translation>Плотные строки</translation>
        </message>
        <message>
            <source>Sounds of the scanner</source>
            <translation>Звуки сканера</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Клавиши</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>Выйти</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>Как в системе</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Светлый</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Тёмный</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>Вид</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Язык</translation>
        </message>
    </context>
    <context>
        <name>RailButton</name>
        <message>
            <source>waiting: %1</source>
            <translation>ждут: %1</translation>
        </message>
        <message>
            <source>late: %1</source>
            <translation>просрочено: %1</translation>
        </message>
    </context>
    <context>
        <name>Rail</name>
        <message>
            <source>Show page names</source>
            <translation>Показать названия страниц</translation>
        </message>
        <message>
            <source>Show icons only</source>
            <translation>Только значки</translation>
        </message>
    </context>
    <context>
        <name>ScanLine</name>
        <message>
            <source>scanned twice, counted once</source>
            <translation>считано дважды, учтено один раз</translation>
        </message>
        <message>
            <source>press a key to go on</source>
            <translation>нажмите любую клавишу</translation>
        </message>
    </context>
    <context>
        <name>SearchHits</name>
        <message>
            <source>Nothing found for “%1”.</source>
            <translation>По запросу «%1» ничего не найдено.</translation>
        </message>
    </context>
    <context>
        <name>ShortcutSheet</name>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Клавиши</translation>
        </message>
        <message>
            <source>This page</source>
            <translation>Эта страница</translation>
        </message>
    </context>
    <context>
        <name>SignInForm</name>
        <message>
            <source>&amp;Remember the password on this computer</source>
            <translation>&amp;Запомнить пароль на этом компьютере</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>Войти</translation>
        </message>
        <message>
            <source>This computer</source>
            <translation>Этот компьютер</translation>
        </message>
        <message>
            <source>Another server…</source>
            <translation>Другой сервер…</translation>
        </message>
        <message>
            <source>Signing in… Esc stops</source>
            <translation>Вход… Esc – прервать</translation>
        </message>
        <message>
            <source>Forget this server</source>
            <translation>Забыть этот сервер</translation>
        </message>
        <message>
            <source>&amp;Server</source>
            <translation>&amp;Сервер</translation>
        </message>
        <message>
            <source>The administrator knows it. Connections across the network are encrypted and checked.</source>
            <translation>Его знает администратор. Соединение по сети шифруется и проверяется.</translation>
        </message>
        <message>
            <source>Server &amp;address</source>
            <translation>&amp;Адрес сервера</translation>
        </message>
        <message>
            <source>The server runs on this computer for one person. It has no TLS, and the rights of people are a fence only on a shared server: whoever owns this computer can read everything.</source>
            <translation>Сервер работает на этом компьютере для одного человека. TLS у него нет, а права сотрудников – ограда только на общем сервере: хозяин компьютера может прочитать всё.</translation>
        </message>
        <message>
            <source>&amp;Login</source>
            <translation>&amp;Логин</translation>
        </message>
        <message>
            <source>Show the password</source>
            <translation>Показать пароль</translation>
        </message>
        <message>
            <source>&amp;Password</source>
            <translation>&amp;Пароль</translation>
        </message>
        <message>
            <source>The keyboard writes Cyrillic letters.</source>
            <translation>Клавиатура печатает русскими буквами.</translation>
        </message>
    </context>
    <context>
        <name>SignInWindow</name>
        <message>
            <source>Vetka – sign in</source>
            <translation>Ветка – вход</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Язык</translation>
        </message>
        <message>
            <source>Type the address of the server.</source>
            <translation>Впишите адрес сервера.</translation>
        </message>
        <message>
            <source>Type your login.</source>
            <translation>Впишите логин.</translation>
        </message>
        <message>
            <source>Type your password.</source>
            <translation>Впишите пароль.</translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message>
            <source>Cancel</source>
            <translation>Отменить</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Вернуть</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>Загрузка…</translation>
        </message>
    </context>
    <context>
        <name>ConnectionState</name>
        <message>
            <source>online</source>
            <translation>онлайн</translation>
        </message>
        <message>
            <source>no connection</source>
            <translation>нет связи</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>Ticket, client, phone, device – or scan a code</source>
            <translation>Заявка, клиент, телефон, устройство – или отсканируйте код</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>Палитра команд</translation>
        </message>
    </context>
    <context>
        <name>Banner</name>
        <message>
            <source>Copy details</source>
            <translation>Скопировать подробности</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Закрыть</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Скопировано</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Search everywhere: %1</source>
            <translation>Искать везде: %1</translation>
        </message>
        <message>
            <source>open lately</source>
            <translation>недавнее</translation>
        </message>
        <message>
            <source>page</source>
            <translation>страница</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>Связь есть</translation>
        </message>
        <message>
            <source>No connection</source>
            <translation>Нет связи</translation>
        </message>
        <message>
            <source>The server does not answer. What you type is kept on this PC; Vetka goes on trying.</source>
            <translation>Сервер не отвечает. Введённое хранится на этом компьютере; Ветка продолжает попытки.</translation>
        </message>
        <message>
            <source>The new language holds after signing in again.</source>
            <translation>Новый язык включится при следующем входе.</translation>
        </message>
        <message>
            <source>What you type cannot be kept on this PC (disk full or read-only): save in time.</source>
            <translation>Введённое не удаётся хранить на этом компьютере (диск полон или закрыт для записи): сохраняйте вовремя.</translation>
        </message>
    </context>
    <context>
        <name>WindowActions</name>
        <message>
            <source>Everywhere</source>
            <translation>Везде</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>Палитра команд</translation>
        </message>
        <message>
            <source>Search everywhere</source>
            <translation>Искать везде</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Клавиши</translation>
        </message>
        <message>
            <source>Read again</source>
            <translation>Обновить</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Фильтр</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Вернуть</translation>
        </message>
        <message>
            <source>Close tab</source>
            <translation>Закрыть вкладку</translation>
        </message>
        <message>
            <source>Next tab</source>
            <translation>Следующая вкладка</translation>
        </message>
        <message>
            <source>Previous tab</source>
            <translation>Предыдущая вкладка</translation>
        </message>
        <message>
            <source>Fold the rail</source>
            <translation>Свернуть панель страниц</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Страницы</translation>
        </message>
    </context>
    <context>
        <name>Pages</name>
        <message>
            <source>My work</source>
            <translation>Моя работа</translation>
        </message>
        <message>
            <source>Tickets</source>
            <translation>Заявки</translation>
        </message>
        <message>
            <source>Branches</source>
            <translation>Ветки</translation>
        </message>
        <message>
            <source>Purchases</source>
            <translation>Закупки</translation>
        </message>
        <message>
            <source>Warehouse</source>
            <translation>Склад</translation>
        </message>
        <message>
            <source>Equipment</source>
            <translation>Оборудование</translation>
        </message>
        <message>
            <source>Onboarding</source>
            <translation>Приём на обслуживание</translation>
        </message>
        <message>
            <source>Clients</source>
            <translation>Клиенты</translation>
        </message>
        <message>
            <source>Rounds</source>
            <translation>Обходы</translation>
        </message>
        <message>
            <source>Price list</source>
            <translation>Прайс-лист</translation>
        </message>
        <message>
            <source>Reports</source>
            <translation>Отчёты</translation>
        </message>
        <message>
            <source>Exchange</source>
            <translation>Обмен</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Настройки</translation>
        </message>
    </context>
    <context>
        <name>SearchField</name>
        <message>
            <source>Clear</source>
            <translation>Очистить</translation>
        </message>
    </context>
</TS>
