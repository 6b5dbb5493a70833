<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>DealStrip</name>
        <message>
            <source>Open in Bitrix24</source>
            <translation>Открыть в Битрикс24</translation>
        </message>
        <message>
            <source>Look at the portal now</source>
            <translation>Посмотреть на портале сейчас</translation>
        </message>
        <message>
            <source>Bitrix24: %1</source>
            <translation>Битрикс24: %1</translation>
        </message>
        <message>
            <source>deal</source>
            <translation>сделка</translation>
        </message>
        <message>
            <source>as of %1</source>
            <translation>по состоянию на %1</translation>
        </message>
        <message>
            <source>not made yet</source>
            <translation>ещё не создана</translation>
        </message>
        <message>
            <source>won</source>
            <translation>выиграна</translation>
        </message>
        <message>
            <source>lost</source>
            <translation>проиграна</translation>
        </message>
        <message>
            <source>not there any more</source>
            <translation>больше нет там</translation>
        </message>
        <message>
            <source>The agent looks at the portal; the stage changes here by itself.</source>
            <translation>Агент смотрит на портал; стадия здесь сменится сама.</translation>
        </message>
        <message>
            <source>deal not opened: skipped</source>
            <translation>сделка не открыта: пропущена</translation>
        </message>
    </context>
</TS>
