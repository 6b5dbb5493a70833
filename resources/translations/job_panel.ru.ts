<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>JobPanel</name>
        <message>
            <source>Retry</source>
            <translation>Повторить</translation>
        </message>
        <message>
            <source>Skip</source>
            <translation>Пропустить</translation>
        </message>
        <message>
            <source>Open the ticket</source>
            <translation>Открыть заявку</translation>
        </message>
        <message>
            <source>Yes, skip</source>
            <translation>Да, пропустить</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translation>Оставить</translation>
        </message>
        <message>
            <source>Choose a job to see what can be done.</source>
            <translation>Выберите задание, чтобы увидеть, что с ним можно сделать.</translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) chosen</source>
            <translation>
                <numerusform>Выбрано %n задание</numerusform>
                <numerusform>Выбрано %n задания</numerusform>
                <numerusform>Выбрано %n заданий</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n job(s)</source>
            <translation>
                <numerusform>%n задание</numerusform>
                <numerusform>%n задания</numerusform>
                <numerusform>%n заданий</numerusform>
            </translation>
        </message>
        <message>
            <source>Skip for good: %1?</source>
            <translation>Пропустить навсегда: %1?</translation>
        </message>
        <message>
            <source>What waits behind it goes on.</source>
            <translation>Что ждёт за ним, пойдёт дальше.</translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) are tried again</source>
            <translation>
                <numerusform>%n задание повторяется</numerusform>
                <numerusform>%n задания повторяются</numerusform>
                <numerusform>%n заданий повторяются</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) skipped</source>
            <translation>
                <numerusform>Пропущено %n задание</numerusform>
                <numerusform>Пропущено %n задания</numerusform>
                <numerusform>Пропущено %n заданий</numerusform>
            </translation>
        </message>
        <message>
            <source>Skipping</source>
            <translation>Пропускаем</translation>
        </message>
    </context>
</TS>
