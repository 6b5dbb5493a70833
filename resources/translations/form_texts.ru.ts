<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>FormTextForm</name>
        <message>
            <source>any other</source>
            <translation>любое другое</translation>
        </message>
        <message>
            <source>What belongs to a device: %1</source>
            <translation>Комплектация: %1</translation>
        </message>
        <message>
            <source>Bring back the original</source>
            <translation>Вернуть исходный</translation>
        </message>
    </context>
    <context>
        <name>FormTexts</name>
        <message>
            <source>Language of the texts</source>
            <translation>Язык текстов</translation>
        </message>
        <message>
            <source>Papers made from now on say it so.</source>
            <translation>Так будут печататься документы, сделанные с этой минуты.</translation>
        </message>
        <message>
            <source>Texts saved</source>
            <translation>Тексты сохранены</translation>
        </message>
        <message>
            <source>Form</source>
            <translation>Бланк</translation>
        </message>
    </context>
</TS>
