<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>MissingDeals</name>
        <message>
            <source>Open their deals</source>
            <translation>Создать сделки</translation>
        </message>
        <message numerus="yes">
            <source>%n purchase(s) under way without a deal: they began before.</source>
            <translation>
                <numerusform>%n закупка в работе без сделки: она началась раньше.</numerusform>
                <numerusform>%n закупки в работе без сделки: они начались раньше.</numerusform>
                <numerusform>%n закупок в работе без сделки: они начались раньше.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n deal(s) on their way to Bitrix24</source>
            <translation>
                <numerusform>%n сделка на пути в Битрикс24</numerusform>
                <numerusform>%n сделки на пути в Битрикс24</numerusform>
                <numerusform>%n сделок на пути в Битрикс24</numerusform>
            </translation>
        </message>
    </context>
</TS>
