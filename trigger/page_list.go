package trigger

// Pages are pages of a shop, each with everything below it. They are found however the address of a
// page is written, by the reading of [Config.Never], so that a host which does something on some
// pages alone means the same pages as the rules. Pages never change and are safe for concurrent
// use. The zero Pages has none.
type Pages struct{ list *pages }

// NewPages compiles a list of pages, of entries as in [Config.Never]: "/checkout", "/*/payment".
// The error is of type [Faults], with a fault for each entry that could match nothing; its pointer
// is the place in the list ("/1").
func NewPages(entries ...string) (Pages, error) {
	b := newBuilder(Config{})
	p := Pages{&pages{}}
	for i, entry := range entries {
		b.page(p.list, entry, item("", i))
	}
	if len(b.faults) > 0 {
		return Pages{}, b.faults
	}
	return p, nil
}

// Find reports whether a URL is that of one of the pages, or of a page below one. Where it may be
// read in several ways, one that leads to the pages is enough. known says whether the URL tells
// which page it is; found is false where it does not. To keep something off the pages, a host does
// so where found is true or known is false, as Config.Never does. The cost is bounded as that of an
// Eval with the default Budget; beyond it found is true.
func (p Pages) Find(url string) (found, known bool) {
	at := places(nil, url)
	if p.list == nil || len(at) == 0 {
		return false, len(at) > 0
	}
	return p.list.holds(at, &budget{left: Config{}.withDefaults().Budget}), true
}

// Place returns the normal form of the page that a URL leads to: its path in small letters and
// decoded, with neither doubled slashes, dot segments nor parameters, and without a slash at its
// end, "/" but for the front page. ok is false where the URL does not tell which page it is. Two
// addresses of the same Place are the same page to all of this package; pages that a hash, a query
// or a script's path may lead to besides are found by [Pages.Find].
func Place(url string) (path string, ok bool) {
	path, _, ok = pathOf(url)
	if path = trimSlash(path); ok && path == "" {
		path = "/"
	}
	return fold(path), ok
}
