<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>PartnerChecks</name>
        <message>
            <source>Test</source>
            <translation>Проверить</translation>
        </message>
        <message>
            <source>The agent is asked…</source>
            <translation>Агент проверяет…</translation>
        </message>
        <message>
            <source>The agent does not answer: the test begins when it is back.</source>
            <translation>Агент не отвечает: проверка начнётся, когда он вернётся.</translation>
        </message>
        <message>
            <source>Tested %1</source>
            <translation>Проверено %1</translation>
        </message>
        <message>
            <source>Not tested yet</source>
            <translation>Ещё не проверялось</translation>
        </message>
        <message>
            <source>passed</source>
            <translation>пройдено</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>не пройдено</translation>
        </message>
    </context>
</TS>
