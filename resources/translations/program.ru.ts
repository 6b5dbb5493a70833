<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>Program</name>
        <message>
            <source>The demo company: sign in as %1, password %2.</source>
            <translation>Демо-компания: войдите как %1, пароль %2.</translation>
        </message>
    </context>
</TS>
