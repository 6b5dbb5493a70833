<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>ExchangeStrip</name>
        <message>
            <source>Agent</source>
            <translation>Агент</translation>
        </message>
        <message>
            <source>Bitrix24</source>
            <translation>Битрикс24</translation>
        </message>
        <message>
            <source>Mail</source>
            <translation>Почта</translation>
        </message>
        <message>
            <source>Backups</source>
            <translation>Резервные копии</translation>
        </message>
        <message>
            <source>Back up now</source>
            <translation>Сделать копию сейчас</translation>
        </message>
        <message>
            <source>No agent has been here yet: jobs wait.</source>
            <translation>Агент ещё ни разу не выходил на связь: задания ждут.</translation>
        </message>
        <message>
            <source>not running</source>
            <translation>не запущен</translation>
        </message>
        <message>
            <source>The agent was here at %1.</source>
            <translation>Агент на связи %1.</translation>
        </message>
        <message>
            <source>here</source>
            <translation>на связи</translation>
        </message>
        <message>
            <source>The agent has not answered since %1: jobs wait.</source>
            <translation>Агент не отвечает с %1: задания ждут.</translation>
        </message>
        <message>
            <source>silent</source>
            <translation>не отвечает</translation>
        </message>
        <message>
            <source>off</source>
            <translation>выключен</translation>
        </message>
        <message>
            <source>Switched on in Settings.</source>
            <translation>Включается в настройках.</translation>
        </message>
        <message>
            <source>trouble</source>
            <translation>сбой</translation>
        </message>
        <message>
            <source>on</source>
            <translation>включён</translation>
        </message>
        <message>
            <source>Nothing has been exchanged yet.</source>
            <translation>Обмена ещё не было.</translation>
        </message>
        <message>
            <source>Answered at %1.</source>
            <translation>На связи %1.</translation>
        </message>
        <message>
            <source>The first one is being made and tried.</source>
            <translation>Первая копия делается и проверяется.</translation>
        </message>
        <message>
            <source>under way</source>
            <translation>делается</translation>
        </message>
        <message>
            <source>proven</source>
            <translation>проверена</translation>
        </message>
        <message>
            <source>None yet. The agent makes one every night and tries it by restoring it.</source>
            <translation>Копий ещё нет. Агент делает копию каждую ночь и проверяет её, восстанавливая.</translation>
        </message>
        <message>
            <source>%1 MB</source>
            <translation>%1 МБ</translation>
        </message>
        <message numerus="yes">
            <source>%n law(s) held</source>
            <translation>
                <numerusform>%n правило ✓</numerusform>
                <numerusform>%n правила ✓</numerusform>
                <numerusform>%n правил ✓</numerusform>
            </translation>
        </message>
        <message>
            <source>The agent makes a backup and tries it.</source>
            <translation>Агент делает копию и проверяет её.</translation>
        </message>
    </context>
</TS>
