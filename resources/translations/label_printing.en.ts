<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
    <context>
        <name>LabelPrinting</name>
        <message numerus="yes">
            <source>Print %n label(s)</source>
            <translation>
                <numerusform>Print %n label</numerusform>
                <numerusform>Print %n labels</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n label(s) printed</source>
            <translation>
                <numerusform>%n label printed</numerusform>
                <numerusform>%n labels printed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n doubtful</source>
            <translation>
                <numerusform>%n doubtful</numerusform>
                <numerusform>%n doubtful</numerusform>
            </translation>
        </message>
    </context>
</TS>
