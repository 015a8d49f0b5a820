package trigger

type index struct{}

func (b *builder) build() {
	for _, a := range b.set.attrs {
		switch a.source {
		case fromHost, fromPath, fromQuery:
			b.set.usesPage = true
		case fromReferrerHost, fromReferrerPath:
			b.set.usesReferrer = true
		}
	}
}
