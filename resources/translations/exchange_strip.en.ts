<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
    <context>
        <name>ExchangeStrip</name>
        <message numerus="yes">
            <source>%n law(s) held</source>
            <translation>
                <numerusform>%n law held</numerusform>
                <numerusform>%n laws held</numerusform>
            </translation>
        </message>
    </context>
</TS>
