<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="en">
    <context>
        <name>ExchangePage</name>
        <message>
            <source>Ticket number, job</source>
            <translation>Номер заявки, задание</translation>
        </message>
        <message>
            <source>Retry all that need you</source>
            <translation>Повторить все остановленные</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Все</translation>
        </message>
        <message>
            <source>Needs attention</source>
            <translation>Требует внимания</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Готово</translation>
        </message>
        <message>
            <source>Nothing to exchange</source>
            <translation>Обменивать пока нечего</translation>
        </message>
        <message>
            <source>Deals, comments, letters and backups appear here while the agent takes care of them.</source>
            <translation>Здесь появляются сделки, комментарии, письма и резервные копии, которыми занят агент.</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>Ничего не найдено</translation>
        </message>
        <message>
            <source>No job has this ticket number or these words.</source>
            <translation>Заданий с таким номером заявки или словами нет.</translation>
        </message>
        <message>
            <source>All goes well</source>
            <translation>Всё в порядке</translation>
        </message>
        <message>
            <source>No job needs you.</source>
            <translation>Ни одно задание не ждёт вашего решения.</translation>
        </message>
        <message>
            <source>Nothing here</source>
            <translation>Здесь пусто</translation>
        </message>
        <message>
            <source>No job is in this state now.</source>
            <translation>Заданий в этом состоянии сейчас нет.</translation>
        </message>
        <message>
            <source>Retrying</source>
            <translation>Повторяем</translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) are tried again</source>
            <translation>
                <numerusform>%n задание повторяется</numerusform>
                <numerusform>%n задания повторяются</numerusform>
                <numerusform>%n заданий повторяются</numerusform>
            </translation>
        </message>
        <message>
            <source>Jobs</source>
            <translation>Задания</translation>
        </message>
    </context>
</TS>
