<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>ContractForm</name>
        <message numerus="yes">
            <source>%n round(s) a month</source>
            <translation>
                <numerusform>%n обход в месяц</numerusform>
                <numerusform>%n обхода в месяц</numerusform>
                <numerusform>%n обходов в месяц</numerusform>
            </translation>
        </message>
        <message>
            <source>ended</source>
            <translation>закончился</translation>
        </message>
        <message>
            <source>Stands on round sheets: round 2 of 4</source>
            <translation>Печатается на обходных листах: обход 2 из 4</translation>
        </message>
        <message>
            <source>In force</source>
            <translation>Действует</translation>
        </message>
        <message>
            <source>&amp;Number</source>
            <translation>&amp;Номер</translation>
        </message>
        <message>
            <source>&amp;Day</source>
            <translation>&amp;Дата</translation>
        </message>
        <message>
            <source>&amp;Rounds a month</source>
            <translation>&amp;Обходов в месяц</translation>
        </message>
        <message>
            <source>dd.mm.yyyy</source>
            <translation>дд.мм.гггг</translation>
        </message>
    </context>
</TS>
