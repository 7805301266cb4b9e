//! What the derived schemas leave unsaid: the greatest number of a type, that the keys of a map are
//! texts in JSON, also where they are numbers here, and that a text which may be missing is of its
//! format all the same.

use utoipa::Number;
use utoipa::openapi::schema::SchemaType;
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, KnownFormat, SchemaFormat};
use utoipa::openapi::{Object, ObjectBuilder, OneOfBuilder, RefOr, Schema, Type};

/// Completes a schema with all that it holds.
pub(super) fn complete(schema: &mut RefOr<Schema>) {
    let RefOr::T(schema) = schema else {
        return;
    };
    match schema {
        Schema::Object(object) if is_optional_text(object) => {
            let description = object.description.take();
            object.schema_type = Type::String.into();
            let none = ObjectBuilder::new().schema_type(Type::Null);
            *schema = OneOfBuilder::new()
                .description(description)
                .item(object.clone())
                .item(none)
                .into();
        }
        Schema::Object(object) => complete_object(object),
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                complete(items);
            }
        }
        Schema::OneOf(one_of) => one_of.items.iter_mut().for_each(complete),
        Schema::AllOf(all_of) => all_of.items.iter_mut().for_each(complete),
        Schema::AnyOf(any_of) => any_of.items.iter_mut().for_each(complete),
        _ => {}
    }
}

/// A text of some format, or nothing: said in one, many readers overlook the format.
fn is_optional_text(object: &Object) -> bool {
    let SchemaType::Array(types) = &object.schema_type else {
        return false;
    };
    object.format.is_some() && types.contains(&Type::String) && types.contains(&Type::Null)
}

fn complete_object(object: &mut Object) {
    object.properties.values_mut().for_each(complete);
    if let Some(values) = &mut object.additional_properties
        && let AdditionalProperties::RefOr(values) = &mut **values
    {
        complete(values);
    }
    if let Some(names) = &mut object.property_names {
        let number = ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^-?[0-9]+$"))
            .build();
        **names = Schema::Object(number);
    }
    let (name, greatest) = match &object.format {
        Some(SchemaFormat::KnownFormat(KnownFormat::UInt8)) => ("uint8", u8::MAX.into()),
        Some(SchemaFormat::KnownFormat(KnownFormat::UInt16)) => ("uint16", u16::MAX.into()),
        Some(SchemaFormat::KnownFormat(KnownFormat::UInt32)) => ("uint32", u32::MAX),
        // The databases count in signed numbers.
        Some(SchemaFormat::KnownFormat(KnownFormat::UInt64)) => {
            object.format = Some(SchemaFormat::KnownFormat(KnownFormat::Int64));
            return;
        }
        _ => return,
    };
    object.format = Some(SchemaFormat::Custom(name.to_owned()));
    object
        .maximum
        .get_or_insert_with(|| Number::UInt(usize::try_from(greatest).unwrap_or(usize::MAX)));
}
