//! Which new passwords are refused (NIST SP 800-63B, 5.1.1.2: length and a list, no riddles).

/// Fewest characters of a password.
pub const SHORTEST: usize = 8;
/// Passwords that everybody tries first, of those with [`SHORTEST`] characters and more.
const COMMON: [&str; 56] = [
    "12345678",
    "123456789",
    "1234567890",
    "0123456789",
    "87654321",
    "987654321",
    "0987654321",
    "11111111",
    "00000000",
    "12341234",
    "11223344",
    "12344321",
    "123123123",
    "123321123",
    "147258369",
    "159357258",
    "789456123",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "q1w2e3r4",
    "qwertyui",
    "qwertyuiop",
    "qwerty12",
    "qwerty123",
    "qwerty1234",
    "asdfghjk",
    "asdfghjkl",
    "zxcvbnm1",
    "qazwsxedc",
    "password",
    "password1",
    "passw0rd",
    "abcd1234",
    "abcdefgh",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "superman",
    "administrator",
    "1234qwer",
    "йцукенгш",
    "йцукенгшщз",
    "фывапрол",
    "фывапролд",
    "ячсмитьб",
    "пароль12",
    "пароль123",
    "пароль1234",
    "учитель1",
    "учительница",
    "школа123",
    "журнал123",
    "zhurnal1",
    "zhurnal123",
];

/// Whether `new` is no password to take.
pub(crate) fn is_weak(new: &str, old: &str, login: &str) -> bool {
    new == old || is_like_login(new, login) || is_weak_password(new)
}

/// Whether but a few signs of a password are the sign-in name, once or more often.
fn is_like_login(new: &str, login: &str) -> bool {
    let (new, login) = (signs(new), signs(login));
    let rest = new.replace(&login, "");
    !login.is_empty() && rest.len() < new.len() && rest.chars().count() < SHORTEST
}

/// The letters and digits of a text: how it is parted is no secret.
fn signs(text: &str) -> String {
    let folded = text.to_lowercase();
    folded
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .collect()
}

/// Whether a new password is the start password with something put to it or taken away: whoever
/// gave that one, or saw the sheet it is printed on, would try it.
pub(crate) fn is_like_start(new: &str, start: &str) -> bool {
    let (new, start) = (signs(new), signs(start));
    let back: String = new.chars().rev().collect();
    [&new, &back]
        .into_iter()
        .any(|new| new.contains(&start) || start.contains(new))
}

/// Whether a password is too short, or among the first that anybody tries.
pub fn is_weak_password(new: &str) -> bool {
    let folded = new.to_lowercase();
    new.chars().count() < SHORTEST || COMMON.contains(&folded.as_str()) || is_one_sign(&folded)
}

fn is_one_sign(text: &str) -> bool {
    let mut signs = text.chars();
    signs
        .next()
        .is_some_and(|first| signs.all(|sign| sign == first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("корова7", true)]
    #[case("корова77", false)]
    #[case("correct horse battery staple", false)]
    #[case("прежний-пароль", true)]
    #[case("Orlova-TA", true)]
    #[case("orlovata123", true)]
    #[case("orlova-ta orlova-ta", true)]
    #[case("orlova-ta и её собака", false)]
    #[case("QWERTYuiop", true)]
    #[case("Йцукенгш", true)]
    #[case("яяяяяяяяяя", true)]
    #[case("", true)]
    fn the_rule(#[case] new: &str, #[case] weak: bool) {
        assert_eq!(is_weak(new, "прежний-пароль", "orlova-ta"), weak);
    }

    #[rstest]
    #[case("swtz-e7r2-f86m", true)]
    #[case("swtze7r2f86m", true)]
    #[case("SWTZ e7r2 f86m!", true)]
    #[case("m68f-2r7e-ztws", true)]
    #[case("e7r2f86m", true)]
    #[case("семь раз отмерь", false)]
    fn what_was_given_is_recognised_however_it_is_parted(#[case] new: &str, #[case] like: bool) {
        assert_eq!(is_like_start(new, "swtz-e7r2-f86m"), like);
    }

    #[test]
    fn the_list_holds_only_what_the_length_lets_through() {
        for common in COMMON {
            assert!(common.chars().count() >= SHORTEST, "{common}");
            assert_eq!(common, common.to_lowercase());
        }
    }
}
