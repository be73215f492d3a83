// The answer to a form becomes a page that was asked for: loading it again shows how things are, and makes no second key. Before anything of the page is seen,
// so that nobody can be faster.
history.replaceState(null, '');
