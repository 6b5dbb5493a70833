"""Laws of people: what the tables say of them is what the server knows."""

from database.laws import Rule

PEOPLE_LAWS = (
    Rule(
        "roles-are-memberships",
        "an active person's roles are the memberships on the server, and nobody else who may sign in has any",
        "person",
        """SELECT coalesce(written.login || ' lacks ' || written.role, known.login || ' holds ' || known.role)
             FROM (SELECT p.login, r.role FROM person p JOIN person_role r ON r.person_id = p.id WHERE p.active
                   UNION SELECT login, 'vetka_person' FROM person WHERE active) AS written
             FULL JOIN (
                SELECT DISTINCT who.rolname::text AS login, g.rolname::text AS role
                  FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles who ON who.oid = m.member
                 WHERE g.rolname LIKE 'vetka\\_%' AND who.rolname NOT LIKE 'vetka\\_%' AND NOT who.rolsuper
                   AND has_database_privilege(who.oid, current_database(), 'CONNECT')) AS known
               ON known.login = written.login AND known.role = written.role
            WHERE written.login IS NULL OR known.login IS NULL""",
    ),
    Rule(
        "active-people-sign-in",
        "an active person can sign in to this database, one who left cannot, and none has powers over the server",
        "person",
        """SELECT p.login FROM person p LEFT JOIN pg_roles r ON r.rolname = p.login
            WHERE p.active AND (r.oid IS NULL OR NOT r.rolcanlogin
                                OR NOT has_database_privilege(r.oid, current_database(), 'CONNECT'))
               OR NOT p.active AND r.rolcanlogin
               OR r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication""",
    ),
)
