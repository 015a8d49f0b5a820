package mysqlstore

// Shared says that several nodes may share this store; desk.New refuses an archive that is one
// node's own then.
func (s *Store) Shared() bool { return true }
