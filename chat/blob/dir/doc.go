// Package dir keeps files in a folder: a hook.Blobs for one machine, or for several that share one
// by a network file system with atomic renames.
//
// An object is one file below the folder, readable by the process alone. It is written beside its
// place and moved there once it is on the disk, so a crash leaves a whole object or a part that
// Delete takes away. What is deleted is unlinked: whether its bytes can still be found on the disk
// is up to the file system, as it is with a database's file.
package dir
