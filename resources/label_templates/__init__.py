"""Label templates shipped with the program; each file name is the code of its template."""
