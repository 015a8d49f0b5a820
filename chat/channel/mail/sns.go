package mail

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // the first version of Amazon's signature has no other
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// notice is what Amazon SNS posts.
type notice struct {
	Type      string
	MessageID string `json:"MessageId"`
	Topic     string `json:"TopicArn"`
	Subject   *string
	Message   string
	Timestamp string
	Token     string

	SignatureVersion string
	Signature        string
	CertURL          string `json:"SigningCertURL"`
	SubscribeURL     string
}

// The types of notices.
const (
	typeNotice    = "Notification"
	typeSubscribe = "SubscriptionConfirmation"
)

// noticeFor is how old a notice may be: SNS tries for an hour, and signs once.
const noticeFor = 24 * time.Hour

// signedText is what Amazon signs of a notice.
func (n notice) signedText() string {
	fields := [][2]string{{"Message", n.Message}, {"MessageId", n.MessageID}}
	if n.Type == typeNotice {
		if n.Subject != nil {
			fields = append(fields, [2]string{"Subject", *n.Subject})
		}
	} else {
		fields = append(fields, [2]string{"SubscribeURL", n.SubscribeURL})
	}
	fields = append(fields, [2]string{"Timestamp", n.Timestamp})
	if n.Type != typeNotice {
		fields = append(fields, [2]string{"Token", n.Token})
	}
	fields = append(fields, [2]string{"TopicArn", n.Topic}, [2]string{"Type", n.Type})
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(f[0] + "\n" + f[1] + "\n")
	}
	return b.String()
}

// noticed checks that a notice is of the shop's topic, and Amazon's. Everybody can have a topic
// that Amazon signs for, so the topic counts as much as the signature.
func (a *Adapter) noticed(r channel.Request) error {
	n, err := wire.Decode[notice](r.Raw)
	if err != nil {
		return fmt.Errorf("%w: the body is no notice", channel.ErrForged)
	}
	if !channel.SameSecret(n.Topic, a.cfg.Topic) {
		return fmt.Errorf("%w: TopicArn", channel.ErrForged)
	}
	at, err := time.Parse(time.RFC3339, n.Timestamp)
	if age := a.cfg.Now().Sub(at); err != nil || age > noticeFor || age < -noticeFor {
		return fmt.Errorf("%w: Timestamp", channel.ErrForged)
	}
	key, err := a.amazonsKey(n.CertURL)
	if errors.Is(err, errUnasked) { // nobody knows whether it is forged: it is to come again
		return fmt.Errorf("mail: SigningCertURL: %w", err)
	}
	if err != nil {
		return fmt.Errorf("%w: SigningCertURL: %w", channel.ErrForged, err)
	}
	signature, err := base64.StdEncoding.DecodeString(n.Signature)
	if err != nil {
		return fmt.Errorf("%w: Signature", channel.ErrForged)
	}
	var h hash.Hash
	kind := crypto.SHA256
	if h = sha256.New(); n.SignatureVersion == "1" {
		h, kind = sha1.New(), crypto.SHA1 //nolint:gosec // see above
	}
	_, _ = io.WriteString(h, n.signedText())
	if rsa.VerifyPKCS1v15(key, kind, h.Sum(nil), signature) != nil {
		return fmt.Errorf("%w: Signature", channel.ErrForged)
	}
	return nil
}

// amazon are the hosts that SNS signs and asks by. Nothing of a notice may lead elsewhere: what
// stands after sns is a region, because sns.s3-us-west-2 is somebody's bucket of files.
var amazon = regexp.MustCompile(
	`^sns\.[a-z]{2,4}(-[a-z]{1,12}){1,3}-[0-9]{1,2}\.amazonaws\.com(\.cn)?$`,
)

// pinned is an address of Amazon's own.
func pinned(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" || !amazon.MatchString(u.Host) || u.User != nil {
		return nil, errors.New("it is not Amazon's")
	}
	return u, nil
}

// amazonsKey is the key of a certificate at an address of Amazon's, which is asked once.
func (a *Adapter) amazonsKey(raw string) (*rsa.PublicKey, error) {
	u, err := pinned(raw)
	if err != nil || !strings.HasSuffix(u.Path, ".pem") {
		return nil, errors.New("it is not Amazon's")
	}
	a.mu.Lock()
	key := a.keys[u.String()]
	a.mu.Unlock()
	if key != nil {
		return key, nil
	}
	body, err := a.ask(u)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(body)
	if block == nil {
		return nil, errors.New("there is no certificate")
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("the certificate cannot be read: %w", err)
	}
	key, ok := cert.PublicKey.(*rsa.PublicKey)
	if now := a.cfg.Now(); !ok || now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
		return nil, errors.New("the certificate is not good now")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.keys) > 20 { // Amazon has a new one now and then
		clear(a.keys)
	}
	a.keys[u.String()] = key
	return key, nil
}

// errUnasked says that Amazon did not answer.
var errUnasked = errors.New("amazon does not answer")

// ask gets what is at an address of Amazon's.
func (a *Adapter) ask(u *url.URL) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), wire.Patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errors.New("the address is none")
	}
	resp, err := a.client.Do(req)
	if err != nil {
		return nil, errUnasked
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: %d", errUnasked, resp.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return nil, errUnasked
	}
	return body, nil
}
