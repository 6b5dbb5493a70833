<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
    <context>
        <name>PrintRow</name>
        <message numerus="yes">
            <source>%n page(s) sent to %1</source>
            <translation>
                <numerusform>%n page sent to %1</numerusform>
                <numerusform>%n pages sent to %1</numerusform>
            </translation>
        </message>
    </context>
</TS>
