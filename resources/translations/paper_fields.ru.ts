<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>PaperFields</name>
        <message>
            <source>dd.mm.yyyy</source>
            <translation>дд.мм.гггг</translation>
        </message>
        <message>
            <source>with commas between</source>
            <translation>через запятую</translation>
        </message>
        <message>
            <source>– to be filled by hand –</source>
            <translation>– заполнят от руки –</translation>
        </message>
        <message>
            <source>Start anew</source>
            <translation>Начать заново</translation>
        </message>
        <message>
            <source>What was typed earlier is here again.</source>
            <translation>Введённое раньше восстановлено.</translation>
        </message>
    </context>
</TS>
