"""Where knowledge is kept, one outside system a file or folder."""
