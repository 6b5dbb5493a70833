<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="kk_KZ" sourcelanguage="en">
    <context>
        <name>ItemWindow</name>
        <message>
            <source>Read again</source>
            <translation>Жаңарту</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Жабу</translation>
        </message>
    </context>
    <context>
        <name>CommandPalette</name>
        <message>
            <source>What would you like to do?</source>
            <translation>Не істейміз?</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>Командалар</translation>
        </message>
        <message>
            <source>Nothing like that here.</source>
            <translation>Ұқсас ештеңе жоқ.</translation>
        </message>
    </context>
    <context>
        <name>PersonMenu</name>
        <message>
            <source>Compact rows</source>
            <translation>Тығыз жолдар</translation>
        </message>
        <message>
            <source>Sounds of the scanner</source>
            <translation>Сканер дыбыстары</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Пернелер</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>Шығу</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>Жүйедегідей</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Ашық</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Күңгірт</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>Көрініс</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Тіл</translation>
        </message>
    </context>
    <context>
        <name>RailButton</name>
        <message>
            <source>waiting: %1</source>
            <translation>күтуде: %1</translation>
        </message>
        <message>
            <source>late: %1</source>
            <translation>мерзімі өткен: %1</translation>
        </message>
    </context>
    <context>
        <name>ScanLine</name>
        <message>
            <source>press a key to go on</source>
            <translation>кез келген пернені басыңыз</translation>
        </message>
    </context>
    <context>
        <name>ShortcutSheet</name>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Пернелер</translation>
        </message>
        <message>
            <source>This page</source>
            <translation>Осы бет</translation>
        </message>
    </context>
    <context>
        <name>SignInForm</name>
        <message>
            <source>Sign in</source>
            <translation>Кіру</translation>
        </message>
        <message>
            <source>This computer</source>
            <translation>Осы компьютер</translation>
        </message>
        <message>
            <source>Another server…</source>
            <translation>Басқа сервер…</translation>
        </message>
        <message>
            <source>&amp;Server</source>
            <translation>&amp;Сервер</translation>
        </message>
        <message>
            <source>&amp;Login</source>
            <translation>&amp;Логин</translation>
        </message>
        <message>
            <source>Show the password</source>
            <translation>Құпиясөзді көрсету</translation>
        </message>
        <message>
            <source>&amp;Password</source>
            <translation>&amp;Құпиясөз</translation>
        </message>
    </context>
    <context>
        <name>SignInWindow</name>
        <message>
            <source>Vetka – sign in</source>
            <translation>Ветка – кіру</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Тіл</translation>
        </message>
        <message>
            <source>Type your login.</source>
            <translation>Логинді жазыңыз.</translation>
        </message>
        <message>
            <source>Type your password.</source>
            <translation>Құпиясөзді жазыңыз.</translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message>
            <source>Cancel</source>
            <translation>Болдырмау</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Қайтару</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>Жүктелуде…</translation>
        </message>
    </context>
    <context>
        <name>ConnectionState</name>
        <message>
            <source>online</source>
            <translation>желіде</translation>
        </message>
        <message>
            <source>no connection</source>
            <translation>байланыс жоқ</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>Command palette</source>
            <translation>Командалар</translation>
        </message>
    </context>
    <context>
        <name>Banner</name>
        <message>
            <source>Close</source>
            <translation>Жабу</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Көшірілді</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>open lately</source>
            <translation>жақында ашылған</translation>
        </message>
        <message>
            <source>page</source>
            <translation>бет</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>Байланыс бар</translation>
        </message>
        <message>
            <source>No connection</source>
            <translation>Байланыс жоқ</translation>
        </message>
    </context>
    <context>
        <name>WindowActions</name>
        <message>
            <source>Everywhere</source>
            <translation>Барлық жерде</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>Командалар</translation>
        </message>
        <message>
            <source>Search everywhere</source>
            <translation>Барлық жерден іздеу</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Пернелер</translation>
        </message>
        <message>
            <source>Read again</source>
            <translation>Жаңарту</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Сүзгі</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Қайтару</translation>
        </message>
        <message>
            <source>Close tab</source>
            <translation>Қойындыны жабу</translation>
        </message>
        <message>
            <source>Next tab</source>
            <translation>Келесі қойынды</translation>
        </message>
        <message>
            <source>Previous tab</source>
            <translation>Алдыңғы қойынды</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Беттер</translation>
        </message>
    </context>
    <context>
        <name>Pages</name>
        <message>
            <source>My work</source>
            <translation>Менің жұмысым</translation>
        </message>
        <message>
            <source>Tickets</source>
            <translation>Өтінімдер</translation>
        </message>
        <message>
            <source>Branches</source>
            <translation>Тармақтар</translation>
        </message>
        <message>
            <source>Purchases</source>
            <translation>Сатып алу</translation>
        </message>
        <message>
            <source>Warehouse</source>
            <translation>Қойма</translation>
        </message>
        <message>
            <source>Equipment</source>
            <translation>Жабдық</translation>
        </message>
        <message>
            <source>Onboarding</source>
            <translation>Қызметке қабылдау</translation>
        </message>
        <message>
            <source>Clients</source>
            <translation>Клиенттер</translation>
        </message>
        <message>
            <source>Rounds</source>
            <translation>Аралау</translation>
        </message>
        <message>
            <source>Price list</source>
            <translation>Прайс-парақ</translation>
        </message>
        <message>
            <source>Reports</source>
            <translation>Есептер</translation>
        </message>
        <message>
            <source>Exchange</source>
            <translation>Алмасу</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Баптаулар</translation>
        </message>
    </context>
    <context>
        <name>SearchField</name>
        <message>
            <source>Clear</source>
            <translation>Тазарту</translation>
        </message>
    </context>
</TS>
