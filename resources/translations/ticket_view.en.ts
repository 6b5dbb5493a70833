<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
    <context>
        <name>TicketView</name>
        <message numerus="yes">
            <source>Thread · %n</source>
            <translation>
                <numerusform>Thread · %n</numerusform>
                <numerusform>Thread · %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Notices · %n</source>
            <translation>
                <numerusform>Notices · %n</numerusform>
                <numerusform>Notices · %n</numerusform>
            </translation>
        </message>
    </context>
</TS>
