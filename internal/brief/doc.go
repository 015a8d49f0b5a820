// Package brief keeps what a failed test says short enough for a person to read. T is a test whose
// messages are cut, for the assertions of testify on pages, logs and long lists:
//
//	require.Contains(brief.T(t), page, "Where is my parcel?")
//
// Same compares two large values and tells where they first differ; Text cuts what is put into a
// message.
package brief
