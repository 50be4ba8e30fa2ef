package sim

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// createCertificate creates a certificate authority, returned as PEM, and a server certificate for host issued by it. The
// authority's key is discarded.
func createCertificate(host string) (authority []byte, leaf tls.Certificate, err error) {
	ca := certificateTemplate("catwatch sim CA")
	ca.IsCA, ca.BasicConstraintsValid, ca.KeyUsage = true, true, x509.KeyUsageCertSign
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, leaf, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, leaf, err
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		return nil, leaf, err
	}
	der, err := x509.CreateCertificate(rand.Reader, serverTemplate(host), ca, &key.PublicKey, caKey)
	if err != nil {
		return nil, leaf, err
	}
	authority = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER})
	return authority, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// loadOrCreateCertificate reuses the certificate of an earlier server in dir if it is valid for host, so that clients which
// trust that one keep trusting this one. Otherwise it creates a new one.
func loadOrCreateCertificate(dir, host string) (authority []byte, leaf tls.Certificate, err error) {
	if authority, leaf, err = loadCertificate(dir, host); err == nil {
		return authority, leaf, nil
	}
	return createCertificate(host)
}

func loadCertificate(dir, host string) (authority []byte, leaf tls.Certificate, err error) {
	if authority, err = os.ReadFile(filepath.Join(dir, "ca.pem")); err != nil {
		return nil, leaf, err
	}
	if leaf, err = tls.LoadX509KeyPair(filepath.Join(dir, "server.pem"), filepath.Join(dir, "server-key.pem")); err != nil {
		return nil, leaf, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	_, err = leaf.Leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: roots})
	return authority, leaf, err
}

// encodePEM returns a certificate and its key as PEM.
func encodePEM(c tls.Certificate) (leaf, key []byte, err error) {
	der, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	if err != nil {
		return nil, nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Certificate[0]}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

func certificateTemplate(name string) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(1, 0, 0),
	}
}

func serverTemplate(host string) *x509.Certificate {
	c := certificateTemplate("catwatch sim")
	c.KeyUsage, c.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	c.DNSNames = []string{"localhost"}
	c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	if ip := net.ParseIP(host); ip != nil {
		c.IPAddresses = append(c.IPAddresses, ip)
	} else if host != "" {
		c.DNSNames = append(c.DNSNames, host)
	}
	return c
}
