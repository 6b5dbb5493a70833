<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
    <context>
        <name>JobPanel</name>
        <message numerus="yes">
            <source>%n job(s) chosen</source>
            <translation>
                <numerusform>%n job chosen</numerusform>
                <numerusform>%n jobs chosen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n job(s)</source>
            <translation>
                <numerusform>%n job</numerusform>
                <numerusform>%n jobs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) are tried again</source>
            <translation>
                <numerusform>%n job is tried again</numerusform>
                <numerusform>%n jobs are tried again</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) skipped</source>
            <translation>
                <numerusform>%n job skipped</numerusform>
                <numerusform>%n jobs skipped</numerusform>
            </translation>
        </message>
    </context>
</TS>
