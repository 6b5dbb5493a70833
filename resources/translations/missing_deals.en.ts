<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
    <context>
        <name>MissingDeals</name>
        <message numerus="yes">
            <source>%n purchase(s) under way without a deal: they began before.</source>
            <translation>
                <numerusform>%n purchase under way without a deal: it began before.</numerusform>
                <numerusform>%n purchases under way without a deal: they began before.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n deal(s) on their way to Bitrix24</source>
            <translation>
                <numerusform>%n deal on its way to Bitrix24</numerusform>
                <numerusform>%n deals on their way to Bitrix24</numerusform>
            </translation>
        </message>
    </context>
</TS>
