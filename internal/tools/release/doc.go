// Command release makes a release of every published module of this repository, as one commit and its tags:
//
//	go run ./internal/tools/release v0.1.0
//
// In development the modules of the repository require each other at v0.0.0 and find each other through replace
// directives and go.work. Neither counts in a build elsewhere: a module fetched by a host must name versions that
// exist. So the command commits, beside the branch and not on it, go.mod files that
//
//   - require every sibling at the version being released,
//   - have no replace directives (the modules under internal/ keep theirs: nobody fetches them),
//
// and go.sum files that know the siblings. It tags that commit for the core first and then for each module after
// those it requires, and says what to push. It changes neither the branch nor the working tree, and stops before
// it made anything when the tree is not clean, a tag exists, or the changelog has no section for the version.
// A version with a suffix, such as v0.2.0-rc.1, needs no section.
package main
