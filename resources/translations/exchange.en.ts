<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
    <context>
        <name>ExchangePage</name>
        <message numerus="yes">
            <source>%n job(s) are tried again</source>
            <translation>
                <numerusform>%n job is tried again</numerusform>
                <numerusform>%n jobs are tried again</numerusform>
            </translation>
        </message>
    </context>
</TS>
