<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
    <context>
        <name>ContractForm</name>
        <message numerus="yes">
            <source>%n round(s) a month</source>
            <translation>
                <numerusform>%n round a month</numerusform>
                <numerusform>%n rounds a month</numerusform>
            </translation>
        </message>
    </context>
</TS>
