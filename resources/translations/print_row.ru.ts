<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>PrintRow</name>
        <message>
            <source>all</source>
            <translation>все</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>Напечатать</translation>
        </message>
        <message>
            <source>Printer settings</source>
            <translation>Настройки принтера</translation>
        </message>
        <message>
            <source>Both sides, tray, quality</source>
            <translation>Две стороны, лоток, качество</translation>
        </message>
        <message>
            <source>Printer</source>
            <translation>Принтер</translation>
        </message>
        <message>
            <source>Copies</source>
            <translation>Копий</translation>
        </message>
        <message>
            <source>Such as 1-3, 5; empty: all pages</source>
            <translation>Например, 1-3, 5; пусто – все страницы</translation>
        </message>
        <message>
            <source>no printer</source>
            <translation>нет принтера</translation>
        </message>
        <message>
            <source>Printing %1</source>
            <translation>Печать: %1</translation>
        </message>
        <message numerus="yes">
            <source>%n page(s) sent to %1</source>
            <translation>
                <numerusform>%n страница отправлена на %1</numerusform>
                <numerusform>%n страницы отправлены на %1</numerusform>
                <numerusform>%n страниц отправлено на %1</numerusform>
            </translation>
        </message>
    </context>
</TS>
