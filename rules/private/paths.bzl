"""Where files go."""

def source_path(source):
    """Returns the path of a source, relative to the root of its own repository.

    Args:
      source: a File, checked in or generated, of any repository.

    Returns:
      A string.
    """
    path = source.short_path
    if path.startswith("../"):
        return path.split("/", 2)[2]
    return path

def strip(path, prefix):
    """Returns a path without a leading directory.

    Args:
      path: the path.
      prefix: the directory; a path that is not below it is returned whole.

    Returns:
      A string.
    """
    prefix = prefix.strip("/")
    if prefix and path.startswith(prefix + "/"):
        return path[len(prefix) + 1:]
    return path

def bytecode_path(path, settings):
    """Returns the path of the bytecode that belongs to a source.

    Args:
      path: the path of the source, which ends in .py.
      settings: a PycSettingsInfo.

    Returns:
      A string.
    """
    directory, slash, name = path.rpartition("/")
    stem = name[:-len(".py")]
    if settings.layout == "sourceless":
        return directory + slash + stem + ".pyc"
    return "%s%s__pycache__/%s.cpython-%s%s.pyc" % (
        directory,
        slash,
        stem,
        settings.python_version.replace(".", ""),
        ".opt-%d" % settings.optimize if settings.optimize else "",
    )
