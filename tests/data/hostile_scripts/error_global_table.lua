-- error: the table of all global variables is raised, and must not get the fields of an error
error(_G)
