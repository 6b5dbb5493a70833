<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>LabelPrinting</name>
        <message>
            <source>Print labels</source>
            <translation>Печать наклеек</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>Продолжить</translation>
        </message>
        <message numerus="yes">
            <source>Print %n label(s)</source>
            <translation>
                <numerusform>Печать %n наклейки</numerusform>
                <numerusform>Печать %n наклеек</numerusform>
                <numerusform>Печать %n наклеек</numerusform>
            </translation>
        </message>
        <message>
            <source>No printer yet: add one in Settings.</source>
            <translation>Принтера пока нет: добавьте его в настройках.</translation>
        </message>
        <message>
            <source>Choose devices, a template and a printer.</source>
            <translation>Выберите устройства, шаблон и принтер.</translation>
        </message>
        <message>
            <source>Labels, job %1</source>
            <translation>Наклейки, задание %1</translation>
        </message>
        <message numerus="yes">
            <source>%n label(s) printed</source>
            <translation>
                <numerusform>Напечатана %n наклейка</numerusform>
                <numerusform>Напечатаны %n наклейки</numerusform>
                <numerusform>Напечатано %n наклеек</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n doubtful</source>
            <translation>
                <numerusform>%n под сомнением</numerusform>
                <numerusform>%n под сомнением</numerusform>
                <numerusform>%n под сомнением</numerusform>
            </translation>
        </message>
        <message>
            <source>Job %1: %2 of %3 printed</source>
            <translation>Задание %1: напечатано %2 из %3</translation>
        </message>
    </context>
</TS>
