<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>CompanyLogo</name>
        <message>
            <source>Choose a file…</source>
            <translation>Выбрать файл…</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Убрать</translation>
        </message>
        <message>
            <source>Logo on papers</source>
            <translation>Логотип на документах</translation>
        </message>
        <message>
            <source>Drop a picture here: PNG or JPEG, at most 2 MB. Without one papers have none.</source>
            <translation>Перетащите сюда картинку: PNG или JPEG, до 2 МБ. Пока её нет, документы печатаются без логотипа.</translation>
        </message>
        <message>
            <source>The logo as papers print it</source>
            <translation>Логотип, каким он печатается</translation>
        </message>
        <message>
            <source>Logo</source>
            <translation>Логотип</translation>
        </message>
        <message>
            <source>Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.webp *.tif *.tiff)</source>
            <translation>Картинки (*.png *.jpg *.jpeg *.gif *.bmp *.webp *.tif *.tiff)</translation>
        </message>
        <message>
            <source>The logo is changed; papers made from now on have it.</source>
            <translation>Логотип изменён: он будет на документах, сделанных с этой минуты.</translation>
        </message>
    </context>
</TS>
